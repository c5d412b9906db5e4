!> What all programs share: how they begin, how they fail, what time it is.
module program
    use, intrinsic :: iso_c_binding, only: c_funloc, c_funptr, c_int, c_null_funptr
    use, intrinsic :: iso_fortran_env, only: compiler_version, error_unit, output_unit
    use device, only: device_built, device_name
    use kinds, only: wp, dp, int64
    use posix, only: signal
    use status_codes, only: ok, out_of_memory, not_implemented
    use text, only: text_counted
    use threads, only: threads_count
    use variant, only: variant_name
    implicit none
    private
    public :: program_argument, program_fail, program_check, program_allocated, &
              program_print, program_flush, program_quiet, program_banner, program_precision, &
              program_clock, program_catch_interrupt, program_interrupted, &
              program_end_interrupted, program_view_hint

    character(*), parameter, public :: triptych_version = '0.1.0'

    !> Exit codes.
    integer, parameter, public :: failed = 1, bad_input = 2
    integer, parameter :: ended_by_interrupt = 130

    integer(c_int), parameter :: ctrl_c = 2  ! SIGINT
    logical, volatile :: interrupted = .false.

contains

    !> Word i of the command line, as typed; 0 is the command itself.
    function program_argument(i) result(word)
        integer, intent(in) :: i
        character(:), allocatable :: word
        integer :: length

        call get_command_argument(i, length=length)
        allocate (character(length) :: word)
        call get_command_argument(i, word)
    end function program_argument

    !> Print one line, `PROGRAM: ...`, on stderr and end the program with this code.
    subroutine program_fail(program, code, message)
        character(*), intent(in) :: program, message
        integer, intent(in) :: code

        call program_flush
        write (error_unit, '(a)') program//': '//message
        stop code, quiet=.true.
    end subroutine program_fail

    !> End the program if a procedure of an algorithm answered with something but ok.
    subroutine program_check(program, procedure, status)
        character(*), intent(in) :: program, procedure
        integer, intent(in) :: status

        select case (status)
        case (ok)
        case (out_of_memory)
            call program_fail(program, failed, 'out of memory')
        case (not_implemented)
            call program_fail(program, failed, procedure//': not implemented yet')
        case default
            call program_fail(program, failed, procedure//': invalid argument')
        end select
    end subroutine program_check

    !> End the program if an `allocate` answered with something but 0.
    subroutine program_allocated(program, stat)
        character(*), intent(in) :: program
        integer, intent(in) :: stat

        if (stat /= 0) call program_fail(program, failed, 'out of memory')
    end subroutine program_allocated

    !> Print one line on stdout. If nobody reads it any more, that is no failure.
    subroutine program_print(line)
        character(*), intent(in) :: line
        integer :: ignored

        write (output_unit, '(a)', iostat=ignored) line
    end subroutine program_print

    !> Print the command that shows what is in the folder `out`.
    subroutine program_view_hint(program, out)
        character(*), intent(in) :: program, out

        if (out == 'out/'//program) then
            call program_print('see it: make view_'//program)
        else
            call program_print('see it: make view_'//program//' OUT='//out)
        end if
    end subroutine program_view_hint

    !> Let what was printed be seen now.
    subroutine program_flush
        integer :: ignored

        flush (output_unit, iostat=ignored)
    end subroutine program_flush

    !> Print nothing more on stdout.
    subroutine program_quiet(program)
        character(*), intent(in) :: program
        integer :: stat

        open (output_unit, file='/dev/null', action='write', iostat=stat)
        if (stat /= 0) call program_fail(program, failed, '/dev/null: cannot be written')
    end subroutine program_quiet

    !> Print the first line: program, language, compiler, build, and threads or device.
    subroutine program_banner(program)
        character(*), intent(in) :: program
        character(:), allocatable :: means

        means = text_counted(threads_count(), 'thread')
        if (device_built()) means = 'on '//device_name()
        call program_print(program//' in Fortran ('//compiler()//'), '//variant_name//', '// &
                           program_precision()//', '//means)
    end subroutine program_banner

    !> The compiler's name and version, out of a sentence like `GCC version 12.2.0`.
    function compiler() result(shown)
        character(:), allocatable :: shown
        character(:), allocatable :: about, version

        about = compiler_version()//' '
        version = about(scan(about, '0123456789'):)
        version = version(:index(version, ' ') - 1)
        shown = about(:index(about, ' ') - 1)
        if (shown == 'GCC') shown = 'gfortran'
        if (index(about, 'flang') > 0) shown = 'flang'
        shown = shown//' '//version
    end function compiler

    !> The floating-point type of the build.
    function program_precision() result(name)
        character(7) :: name

        name = merge('float64', 'float32', wp == dp)
    end function program_precision

    !> Seconds since some moment in the past.
    function program_clock() result(seconds)
        real(dp) :: seconds
        integer(int64) :: ticks, ticks_per_second

        call system_clock(ticks, ticks_per_second)
        seconds = real(ticks, dp)/real(ticks_per_second, dp)
    end function program_clock

    !> From now on the first Ctrl-C is only noted, the second ends the program.
    subroutine program_catch_interrupt
        type(c_funptr) :: before

        before = signal(ctrl_c, c_funloc(note_interrupt))
    end subroutine program_catch_interrupt

    subroutine note_interrupt(number) bind(c, name='')
        integer(c_int), value :: number
        type(c_funptr) :: before

        before = signal(number, c_null_funptr)
        interrupted = .true.
    end subroutine note_interrupt

    !> Has it come?
    function program_interrupted() result(yes)
        logical :: yes

        yes = interrupted
    end function program_interrupted

    !> End a training that has saved itself after so many epochs.
    subroutine program_end_interrupted(epochs)
        integer, intent(in) :: epochs

        call program_print('interrupted after '//text_counted(epochs, 'epoch')// &
                           ', continue with --resume')
        stop ended_by_interrupt, quiet=.true.
    end subroutine program_end_interrupted

end module program
