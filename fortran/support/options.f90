!> The command line: a table of options, from which --help is printed too. What
!> is wrong with it ends the program with exit code 2 and one line.
module options
    use device, only: device_built, device_use
    use kinds, only: dp, int64
    use program, only: bad_input, program_argument, program_fail, program_print, triptych_version
    use text, only: text_same, text_shown
    use values, only: values_integer, values_number, values_positive, values_word
    implicit none
    private
    public :: options_parse, options_given, options_text, options_integer, options_number, &
              options_positive, options_word, options_device

    type, public :: option
        character(16) :: name               ! '--tol'; 'DATA': the one that is no option
        character(8) :: metavar             ! what the help calls its value; '': it takes none
        character(16) :: fallback           ! the value when it is not given; '': none
        character(192) :: help              ! one line, or two
        character(:), allocatable :: value  ! filled in, if the option is given
    end type option

    type, public :: option_table
        character(:), allocatable :: program
        character(:), allocatable :: summary  ! the text above the table
        type(option), allocatable :: options(:)
        integer :: width = 0                  ! of the first column of the help
        character(:), allocatable :: ending   ! the text below the table
    end type option_table

    !> The value of an option as an integer, lowest ... highest.
    interface options_integer
        module procedure options_int32, options_int64
    end interface options_integer

contains

    !> Read the arguments into the table. --help and --version end the program.
    subroutine options_parse(table)
        type(option_table), intent(inout) :: table
        character(:), allocatable :: word
        integer :: i

        i = 1
        do while (i <= command_argument_count())
            word = program_argument(i)
            if (index(word, '-') == 1) then
                call take_option(table, word, i)
            else
                call take_data(table, word)
            end if
            i = i + 1
            if (options_given(table, '--help')) call print_help(table)
            if (options_given(table, '--version')) then
                call program_print(table%program//' (Triptych) '//triptych_version)
                stop
            end if
        end do
    end subroutine options_parse

    !> The argument that is no option stands in the table as DATA.
    subroutine take_data(table, word)
        type(option_table), intent(inout) :: table
        character(*), intent(in) :: word
        integer :: data

        data = find(table, 'DATA')
        if (allocated(table%options(data)%value)) then
            call program_fail(table%program, bad_input, 'expected one DATA, found "'// &
                              text_shown(table%options(data)%value)//'" and "'// &
                              text_shown(word)//'"')
        end if
        table%options(data)%value = word
    end subroutine take_data

    !> Take --name VALUE, --name=VALUE or --name. i is the place of the argument; it
    !> moves to the value if that is the next one.
    subroutine take_option(table, word, i)
        type(option_table), intent(inout) :: table
        character(*), intent(in) :: word
        integer, intent(inout) :: i
        character(:), allocatable :: name
        integer :: equals, o

        equals = index(word//'=', '=')
        name = word(:equals - 1)
        o = find(table, name)
        if (o == 0) then
            call program_fail(table%program, bad_input, 'unknown option "'//text_shown(name)// &
                              '", see '//table%program//' --help')
        end if

        associate (row => table%options(o))
            if (row%metavar == '') then
                if (equals <= len(word)) then
                    call fail(table, name, 'no value', '"'//text_shown(word(equals + 1:))//'"')
                end if
                row%value = ''
            else if (equals <= len(word)) then
                row%value = word(equals + 1:)
            else
                if (i == command_argument_count()) then
                    call fail(table, name, 'a value', 'the end of the line')
                end if
                i = i + 1
                row%value = program_argument(i)
            end if
        end associate
    end subroutine take_option

    !> The place of an option in the table, or 0.
    function find(table, name) result(o)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        integer :: o

        do o = size(table%options), 1, -1
            if (text_same(trim(table%options(o)%name), name)) exit
        end do
    end function find

    subroutine fail(table, name, expected, found)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name, expected, found

        call program_fail(table%program, bad_input, &
                          name//': expected '//expected//', found '//found)
    end subroutine fail

    subroutine print_help(table)
        type(option_table), intent(in) :: table
        character(table%width + 2) :: column
        character(:), allocatable :: help
        integer :: o

        call program_print('usage: '//table%program//' [DATA] [options]')
        call program_print('')
        call program_print(table%summary)
        call program_print('')
        do o = 1, size(table%options)
            associate (row => table%options(o))
                column = '  '//trim(row%name)//' '//row%metavar
                help = trim(row%help)
                if (row%fallback /= '') help = help//' (default '//trim(row%fallback)//')'
                call program_print(column//help)
            end associate
        end do
        call program_print('')
        call program_print(table%ending)
        stop
    end subroutine print_help

    function options_given(table, name) result(given)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        logical :: given

        given = allocated(table%options(find(table, name))%value)
    end function options_given

    !> The value of an option, or its fallback.
    function options_text(table, name) result(value)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        character(:), allocatable :: value

        associate (row => table%options(find(table, name)))
            if (allocated(row%value)) then
                value = row%value
            else
                value = trim(row%fallback)
            end if
        end associate
    end function options_text

    function options_int32(table, name, lowest, highest) result(value)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        integer, intent(in) :: lowest, highest
        integer :: value

        value = int(options_int64(table, name, int(lowest, int64), int(highest, int64)))
    end function options_int32

    function options_int64(table, name, lowest, highest) result(value)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        integer(int64), intent(in) :: lowest, highest
        integer(int64) :: value

        value = values_integer(table%program, name, options_text(table, name), lowest, highest)
    end function options_int64

    !> The value of an option as a finite number, at least lowest.
    function options_number(table, name, lowest) result(value)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        integer, intent(in) :: lowest
        real(dp) :: value

        value = values_number(table%program, name, options_text(table, name), lowest)
    end function options_number

    !> The same as a finite number above 0.
    function options_positive(table, name) result(value)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        real(dp) :: value

        value = values_positive(table%program, name, options_text(table, name))
    end function options_positive

    !> The same as one of some words: which, counted from 0.
    function options_word(table, name, words) result(word)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name, words(0:)
        integer :: word

        word = values_word(table%program, name, options_text(table, name), words)
    end function options_word

    !> Run where --device says, or else where the program is built for.
    subroutine options_device(table)
        type(option_table), intent(in) :: table
        logical :: gpu, done

        gpu = device_built()
        if (options_given(table, '--device')) then
            gpu = options_word(table, '--device', ['host', 'gpu ']) == 1
        end if
        if (gpu .and. .not. device_built()) then
            call program_fail(table%program, bad_input, &
                              '--device: this program runs on the host alone, see docs/gpu.md')
        end if
        call device_use(gpu, done)
        if (.not. done) then
            call program_fail(table%program, bad_input, &
                              '--device: expected a GPU, found none; --device host does without')
        end if
    end subroutine options_device

end module options
