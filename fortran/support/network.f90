!> A network as a sentence, "I-8.8, C-6.3, P-2, D-10": docs/training.md has its grammar.
module network
    use kinds, only: wp, dp, int64
    use program, only: bad_input, program_allocated, program_fail
    use random, only: random_symmetric, for_weights
    use text, only: text_count, text_number, text_of, text_shown
    implicit none
    private
    public :: network_sees_images, network_parse, network_make, network_start

    type, public :: layer
        integer :: row(14) = 1  ! as in filters.f90; its activation is not said here
        integer :: d_in = 0, d_out = 0
        integer :: seen = 1     ! numbers that a neuron or a filter sees at a place
        integer(int64) :: served = 1  ! numbers that one is seen by: for the width of the start
        integer :: units = 0    ! neurons or filters with seen weights and a bias each; 0: a pool
        real(dp) :: drop = 0    ! the probability that dropout silences a neuron
    end type layer

    type, public :: net
        character(:), allocatable :: sentence  ! its entries as typed, joined by ", "
        integer :: inputs = 0, outputs = 0
        integer :: layers = 0
        type(layer), allocatable :: layer(:)   ! (layers)
        integer :: weights = 0                 ! of all layers: (seen + 1) * units each
        integer :: neurons = 0                 ! of all layers, each pixel of a map counted
    end type net

    !> Where the weights start: uniform, or as wide as the layer's size asks for.
    integer, parameter, public :: init_uniform = 0, init_xavier = 1, init_he = 2

    !> What is known of a sentence while it is read.
    type :: reader
        character(:), allocatable :: program, place
        integer :: number = 0             ! of the entry, from 0
        character(:), allocatable :: entry  ! the same as text
        logical :: last = .false.         ! is it the last?
        integer :: before(3) = 1          ! channels, height and width of what comes in
        logical :: in_image = .false.     ! may it be seen by a filter?
    end type reader

    !> What a layer does, as in filters.f90.
    integer, parameter :: convolution = 0, max_pool = 1, average_pool = 2, dense = 3

    integer(int64), parameter :: largest_size = huge(0)
    character(*), parameter :: blanks = ' '//achar(9)

contains

    !> May a network of that program have filters and pools?
    function network_sees_images(program) result(yes)
        character(*), intent(in) :: program
        logical :: yes

        yes = program == 'cnn'
    end function network_sees_images

    !> Read a sentence; one that is none ends the program with exit code 2. place: the
    !> option or the FILE:LINE that it stands in.
    subroutine network_parse(program, place, sentence, network)
        character(*), intent(in) :: program, place, sentence
        type(net), intent(out) :: network
        type(reader) :: now
        character(:), allocatable :: rest
        integer(int64) :: size
        integer :: l

        network%layers = count_commas(sentence)
        allocate (network%layer(network%layers), stat=l)
        call program_allocated(program, l)
        now%program = program
        now%place = place
        rest = sentence
        call next_entry(rest, now%entry)
        call read_inputs(now, size)
        if (size == 0) then
            call fail(now, 'I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0')
        end if
        call check_size(now, size)
        network%inputs = int(size)
        network%outputs = network%inputs
        network%sentence = now%entry
        if (network%layers == 0) then
            call program_fail(program, bad_input, place//': expected '//expected_layer(now)// &
                              ' at entry 1, found the end of the network')
        end if
        do l = 1, network%layers
            now%number = l
            now%last = l == network%layers
            call next_entry(rest, now%entry)
            call add_layer(now, network)
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
    subroutine read_inputs(now, inputs)
        type(reader), intent(inout) :: now
        integer(int64), intent(out) :: inputs
        integer :: axis, at
        logical :: ok

        inputs = 0
        if (index(now%entry, 'I-') /= 1) return
        at = 3
        do axis = 3, 1, -1
            call take_size(now%entry, at, '.', now%before(axis), ok)
            if (.not. ok) return
            if (at > len(now%entry)) exit
            at = at + 1
        end do
        if (axis < 1) return  ! a fourth size
        now%in_image = axis < 3 .and. network_sees_images(now%program)
        inputs = product_of(now%before)
    end subroutine read_inputs

    !> The product of three sizes, or a number above the largest size.
    function product_of(sizes) result(numbers)
        integer, intent(in) :: sizes(3)
        integer(int64) :: numbers

        numbers = int(sizes(1), int64)*sizes(2)
        if (numbers <= largest_size) numbers = numbers*sizes(3)
    end function product_of

    !> Take a size, up to one of the bytes that end it, off the entry.
    subroutine take_size(entry, at, stops, size, ok)
        character(*), intent(in) :: entry, stops
        integer, intent(inout) :: at, size
        logical, intent(out) :: ok
        integer(int64) :: value
        integer :: stop

        stop = scan(entry(at:)//stops(1:1), stops) + at - 1
        call text_count(entry(at:stop - 1), 1_int64, largest_size, value, ok)
        if (.not. ok) return
        size = int(value)
        at = stop
    end subroutine take_size

    !> Take a word off the entry, if it stands there.
    subroutine take_word(entry, at, word, taken)
        character(*), intent(in) :: entry, word
        integer, intent(inout) :: at
        logical, intent(out) :: taken

        taken = index(entry(at:), word) == 1
        if (taken) at = at + len(word)
    end subroutine take_word

    !> Join the layer of an entry to the network.
    subroutine add_layer(now, network)
        type(reader), intent(inout) :: now
        type(net), intent(inout) :: network
        type(layer) :: new
        integer(int64) :: weights, neurons
        logical :: ok

        call read_layer(now, new, ok)
        if (.not. ok) call fail_here(now, expected_layer(now))
        if (now%last .and. new%row(1) /= dense) call fail(now, 'D-UNITS in the last layer')
        if (now%last .and. new%drop > 0) call fail(now, 'no dropout in the last layer')
        weights = network%weights
        if (new%units > 0) weights = weights + (new%seen + 1_int64)*new%units
        neurons = network%neurons + product_of(new%row(5:7))
        call check_size(now, weights)
        call check_size(now, neurons)
        network%weights = int(weights)
        network%neurons = int(neurons)
        new%d_in = network%outputs
        new%d_out = int(product_of(new%row(5:7)))
        network%layer(now%number) = new
        network%outputs = new%d_out
        network%sentence = network%sentence//', '//now%entry
        now%before = new%row(5:7)
        now%in_image = now%in_image .and. new%row(1) /= dense
    end subroutine add_layer

    !> The layer of an entry.
    subroutine read_layer(now, new, ok)
        type(reader), intent(in) :: now
        type(layer), intent(out) :: new
        logical, intent(out) :: ok

        ok = .false.
        if (index(now%entry, 'D-') == 1) then
            call read_dense(now, new, ok)
        else if (now%in_image .and. index(now%entry, 'C-') == 1) then
            call read_convolution(now, new, ok)
        else if (now%in_image .and. index(now%entry, 'P-') == 1) then
            call read_pool(now, new, ok)
        end if
    end subroutine read_layer

    !> D-UNITS or D-UNITS_dP.
    subroutine read_dense(now, new, ok)
        type(reader), intent(in) :: now
        type(layer), intent(inout) :: new
        logical, intent(out) :: ok
        integer :: at

        at = 3
        call take_size(now%entry, at, '_', new%units, ok)
        if (.not. ok) return
        new%seen = int(product_of(now%before))
        new%served = new%units
        new%row = [dense, new%seen, 1, 1, new%units, 1, 1, 1, 1, 1, 1, 0, 0, 0]
        if (at > len(now%entry)) return
        call take_word(now%entry, at, '_d', ok)
        if (ok) call text_number(now%entry(at:), new%drop, ok)
        ok = ok .and. new%drop >= 0 .and. new%drop < 1
    end subroutine read_dense

    !> C-FILTERS.SIZE, with _sSTRIDE for a stride and _v for no padding.
    subroutine read_convolution(now, new, ok)
        type(reader), intent(in) :: now
        type(layer), intent(inout) :: new
        logical, intent(out) :: ok
        integer :: at, size, stride, kernel(2), steps(2), pad(2), places(2)
        logical :: valid

        at = 3
        stride = 1
        call take_size(now%entry, at, '._', new%units, ok)
        if (ok) call take_word(now%entry, at, '.', ok)
        if (ok) call take_size(now%entry, at, '._', size, ok)
        if (.not. ok) return
        call take_word(now%entry, at, '_s', ok)
        if (ok) then
            call take_size(now%entry, at, '._', stride, ok)
            if (.not. ok) return
        end if
        call take_word(now%entry, at, '_v', valid)
        ok = at > len(now%entry)
        if (.not. ok) return
        call check_pixels(now, size, merge(64, 4096, all(now%before(2:3) > 1)))  ! 4096 weights
        if (valid) then
            call check_pixels(now, size, shortest_axis(now))
        else if (modulo(size, 2) == 0) then
            call fail_here(now, 'an odd size, or _v,')
        end if

        associate (pixels => now%before(2:3))  ! an axis of length 1 is none: its kernel has size 1
            kernel = merge(size, 1, pixels > 1)
            steps = merge(stride, 1, pixels > 1)
            pad = merge(0, (kernel - 1)/2, valid)
            places = (pixels - kernel + 2*pad)/steps + 1
        end associate
        new%row = [convolution, now%before, new%units, places, kernel, steps, pad, 0]
        new%seen = int(min(largest_size - 1, product_of([now%before(1), kernel])))
        new%served = product_of([new%units, kernel])
    end subroutine read_convolution

    !> P-SIZE, with _a for the average.
    subroutine read_pool(now, new, ok)
        type(reader), intent(in) :: now
        type(layer), intent(inout) :: new
        logical, intent(out) :: ok
        integer :: at, size, kernel(2)
        logical :: average

        at = 3
        call take_size(now%entry, at, '_', size, ok)
        if (.not. ok) return
        call take_word(now%entry, at, '_a', average)
        ok = at > len(now%entry)
        if (.not. ok) return
        call check_pixels(now, size, shortest_axis(now))
        kernel = merge(size, 1, now%before(2:3) > 1)
        new%row = [merge(average_pool, max_pool, average), now%before, now%before(1), &
                   now%before(2:3)/kernel, kernel, kernel, 0, 0, 0]
    end subroutine read_pool

    !> The shorter axis of the image, but 1: there a filter without padding, or a pool, must fit in.
    function shortest_axis(now) result(pixels)
        type(reader), intent(in) :: now
        integer :: pixels

        pixels = minval(now%before(2:3), mask=now%before(2:3) > 1)  ! the largest integer if none
    end function shortest_axis

    subroutine check_pixels(now, size, most)
        type(reader), intent(in) :: now
        integer, intent(in) :: size, most

        if (size > most) call fail_here(now, 'a size of at most '//text_of(most))
    end subroutine check_pixels

    function expected_layer(now) result(expected)
        type(reader), intent(in) :: now
        character(:), allocatable :: expected

        expected = 'D-UNITS or D-UNITS_dP'
        if (now%in_image) then
            expected = 'C-FILTERS.SIZE[_sSTRIDE][_v], P-SIZE[_a] or D-UNITS[_dP]'
        end if
    end function expected_layer

    subroutine fail(now, expected)
        type(reader), intent(in) :: now
        character(*), intent(in) :: expected

        call program_fail(now%program, bad_input, now%place//': expected '//expected// &
                          ', found "'//text_shown(now%entry)//'"')
    end subroutine fail

    !> The same of something expected at this very entry.
    subroutine fail_here(now, expected)
        type(reader), intent(in) :: now
        character(*), intent(in) :: expected

        call fail(now, expected//' at entry '//text_of(now%number))
    end subroutine fail_here

    subroutine check_size(now, size)
        type(reader), intent(in) :: now
        integer(int64), intent(in) :: size

        if (size > largest_size) then
            call program_fail(now%program, bad_input, now%place//': expected at most '// &
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
            associate (one => network%layer(l))
                r = 0.01_dp
                if (init == init_xavier) r = sqrt(6/(real(one%seen, dp) + one%served))
                if (init == init_he) r = sqrt(6/real(one%seen, dp))
                biases = first + one%seen*one%units
                next = biases + one%units
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
