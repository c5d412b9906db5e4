!> A network as a sentence, "I-4, D-4_d0.2, D-3": docs/training.md has its grammar.
module network
    use kinds, only: wp, dp, int64
    use program, only: bad_input, program_allocated, program_fail
    use random, only: random_symmetric, for_weights
    use text, only: text_count, text_number, text_of, text_shown
    implicit none
    private
    public :: network_parse, network_make, network_start

    type, public :: layer
        integer :: d_in = 0, d_out = 0
        real(dp) :: drop = 0  ! the probability that dropout silences a neuron
    end type layer

    type, public :: net
        character(:), allocatable :: sentence  ! its entries as typed, joined by ", "
        integer :: inputs = 0, outputs = 0
        integer :: layers = 0
        type(layer), allocatable :: layer(:)   ! (layers)
        integer :: weights = 0                 ! of all layers: (d_in + 1) * d_out each
    end type net

    !> Where the weights start: uniform, or as wide as the layer's size asks for.
    integer, parameter, public :: init_uniform = 0, init_xavier = 1, init_he = 2

    integer(int64), parameter :: largest_size = huge(0)
    character(*), parameter :: blanks = ' '//achar(9)

contains

    !> Read a sentence; one that is none ends the program with exit code 2. place: the
    !> option or the FILE:LINE that it stands in.
    subroutine network_parse(program, place, sentence, network)
        character(*), intent(in) :: program, place, sentence
        type(net), intent(out) :: network
        character(:), allocatable :: entry, rest
        integer(int64) :: size
        integer :: l

        network%layers = count_commas(sentence)
        allocate (network%layer(network%layers), stat=l)
        call program_allocated(program, l)
        rest = sentence
        call next_entry(rest, entry)
        size = read_inputs(entry)
        if (size == 0) then
            call fail(program, place, &
                      'I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0', entry)
        end if
        call check_size(program, place, size)
        network%inputs = int(size)
        network%outputs = network%inputs
        network%sentence = entry
        if (network%layers == 0) then
            call program_fail(program, bad_input, place//': expected D-UNITS or D-UNITS_dP at '// &
                              'entry 1, found the end of the network')
        end if
        do l = 1, network%layers
            call next_entry(rest, entry)
            call add_layer(program, place, entry, l, network)
        end do
    end subroutine network_parse

    function count_commas(sentence) result(count)
        character(*), intent(in) :: sentence
        integer :: count, i

        count = 0
        do i = 1, len(sentence)
            if (sentence(i:i) == ',') count = count + 1
        end do
    end function count_commas

    !> Take the entry before the first comma off the rest, without the blanks around it.
    subroutine next_entry(rest, entry)
        character(:), allocatable, intent(inout) :: rest
        character(:), allocatable, intent(out) :: entry
        integer :: comma, first, last

        comma = index(rest//',', ',')
        first = verify(rest(:comma - 1), blanks)
        last = verify(rest(:comma - 1), blanks, back=.true.)
        entry = ''
        if (first > 0) entry = rest(first:last)
        rest = rest(min(comma, len(rest)) + 1:)
    end subroutine next_entry

    !> I-W, I-W.H or I-W.H.C: 0 if it is something else, else W H C.
    function read_inputs(entry) result(inputs)
        character(*), intent(in) :: entry
        integer(int64) :: inputs, size
        integer :: axis, first, last
        logical :: ok

        inputs = 0
        if (index(entry, 'I-') /= 1) return
        inputs = 1
        first = 3
        do axis = 1, 3
            last = first + index(entry(first:)//'.', '.') - 2
            call text_count(entry(first:last), 1_int64, largest_size, size, ok)
            if (.not. ok) exit
            if (inputs <= largest_size) inputs = inputs*size  ! else it is too large already
            if (last == len(entry)) return
            first = last + 2
        end do
        inputs = 0
    end function read_inputs

    !> Join a layer to the network: the entry stands at place l of the sentence.
    subroutine add_layer(program, place, entry, l, network)
        character(*), intent(in) :: program, place, entry
        integer, intent(in) :: l
        type(net), intent(inout) :: network
        type(layer) :: new
        integer(int64) :: weights
        logical :: ok

        call read_dense(entry, new, ok)
        if (.not. ok) then
            call fail(program, place, 'D-UNITS or D-UNITS_dP at entry '//text_of(l), entry)
        end if
        if (l == network%layers .and. new%drop > 0) then
            call fail(program, place, 'no dropout in the last layer', entry)
        end if
        new%d_in = network%outputs
        network%layer(l) = new
        network%outputs = new%d_out
        weights = network%weights + (new%d_in + 1_int64)*new%d_out
        call check_size(program, place, weights)
        network%weights = int(weights)
        network%sentence = network%sentence//', '//entry
    end subroutine add_layer

    !> D-UNITS or D-UNITS_dP.
    subroutine read_dense(entry, new, ok)
        character(*), intent(in) :: entry
        type(layer), intent(out) :: new
        logical, intent(out) :: ok
        integer(int64) :: units
        integer :: mark

        ok = index(entry, 'D-') == 1
        if (.not. ok) return
        mark = index(entry//'_', '_')
        call text_count(entry(3:mark - 1), 1_int64, largest_size, units, ok)
        if (.not. ok) return
        new%d_out = int(units)
        if (mark > len(entry)) return
        ok = index(entry(mark:), '_d') == 1
        if (ok) call text_number(entry(mark + 2:), new%drop, ok)
        ok = ok .and. new%drop >= 0 .and. new%drop < 1
    end subroutine read_dense

    subroutine fail(program, place, expected, entry)
        character(*), intent(in) :: program, place, expected, entry

        call program_fail(program, bad_input, place//': expected '//expected//', found "'// &
                          text_shown(entry)//'"')
    end subroutine fail

    subroutine check_size(program, place, size)
        character(*), intent(in) :: program, place
        integer(int64), intent(in) :: size

        if (size > largest_size) then
            call program_fail(program, bad_input, place//': expected at most '// &
                              text_of(largest_size)//' inputs and weights, found more')
        end if
    end subroutine check_size

    !> The sentence of a network with so many inputs and these units in its layers.
    subroutine network_make(program, place, inputs, units, network)
        character(*), intent(in) :: program, place
        integer, intent(in) :: inputs, units(:)
        type(net), intent(out) :: network
        character(:), allocatable :: sentence
        integer :: l

        sentence = 'I-'//text_of(inputs)
        do l = 1, size(units)
            sentence = sentence//', D-'//text_of(units(l))
        end do
        call network_parse(program, place, sentence, network)
    end subroutine network_make

    !> Draw the starting weights.
    subroutine network_start(network, init, seed, params)
        type(net), intent(in) :: network
        integer, intent(in) :: init
        integer(int64), intent(in) :: seed
        real(wp), intent(out) :: params(0:network%weights - 1)
        real(dp) :: r
        integer :: l, p, first, biases, next

        first = 0
        do l = 1, network%layers
            associate (d_in => network%layer(l)%d_in, d_out => network%layer(l)%d_out)
                r = 0.01_dp
                if (init == init_xavier) r = sqrt(6/(real(d_in, dp) + d_out))
                if (init == init_he) r = sqrt(6/real(d_in, dp))
                biases = first + d_in*d_out
                next = biases + d_out
            end associate
            do p = first, next - 1
                params(p) = 0
                if (p >= biases .and. init /= init_uniform) cycle
                params(p) = real(random_symmetric(r, seed, for_weights, 0_int64, &
                                                  int(p, int64)), wp)
            end do
            first = next
        end do
    end subroutine network_start

end module network
