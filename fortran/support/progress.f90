!> How far a long run is: one line on stderr, rewritten, if that is a terminal.
module progress
    use, intrinsic :: iso_c_binding, only: c_int
    use, intrinsic :: iso_fortran_env, only: error_unit
    use kinds, only: dp, int64
    use posix, only: isatty
    use program, only: program_clock
    use text, only: text_fixed, text_of, text_screen
    implicit none
    private
    public :: progress_begin, progress_show, progress_end

    type, public :: progress_line
        logical :: on = .false.
        integer :: first = 0, epochs = 0      ! epochs done at the start, and to be done
        real(dp) :: begin = 0, shown = 0      ! moments
    end type progress_line

    real(dp), parameter :: interval = 0.1_dp  ! seconds between two lines
    integer, parameter :: width = 78
    integer(c_int), parameter :: stderr = 2
    character, parameter :: return = achar(13)

contains

    function progress_begin(quiet, first, epochs) result(line)
        logical, intent(in) :: quiet
        integer, intent(in) :: first, epochs
        type(progress_line) :: line
        real(dp) :: now

        now = program_clock()
        line = progress_line(isatty(stderr) == 1, first, epochs, now, now)
        if (quiet) line%on = .false.
    end function progress_begin

    !> So many epochs are done; accuracy in percent, or below 0 for none.
    subroutine progress_show(line, done, loss, accuracy)
        type(progress_line), intent(inout) :: line
        integer, intent(in) :: done
        real(dp), intent(in) :: loss, accuracy
        character(:), allocatable :: shown
        real(dp) :: now, left

        if (.not. line%on) return
        now = program_clock()
        if (now - line%shown < interval) return
        line%shown = now
        left = (now - line%begin)/(done - line%first)*(line%epochs - done)
        shown = 'epoch '//text_of(done)//' of '//text_of(line%epochs)//', loss '//text_screen(loss)
        if (accuracy >= 0) shown = shown//', accuracy '//text_fixed(accuracy, 2)//' %'
        call rewrite(shown//', '//text_of(nint(left, int64))//' s left')
    end subroutine progress_show

    !> Wipe the line.
    subroutine progress_end(line)
        type(progress_line), intent(in) :: line

        if (.not. line%on .or. line%shown <= line%begin) return
        call rewrite('')
        write (error_unit, '(a)', advance='no') return
        flush (error_unit)
    end subroutine progress_end

    subroutine rewrite(shown)
        character(*), intent(in) :: shown

        write (error_unit, '(a)', advance='no') &
            return//shown//repeat(' ', max(0, width - len(shown)))
        flush (error_unit)
    end subroutine rewrite

end module progress
