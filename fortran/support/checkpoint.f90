!> How far a training has come, kept so that it can go on to the very same bytes:
!> docs/training.md has the layout of checkpoint.npy.
module checkpoint
    use kinds, only: dp, int64
    use npy, only: npy_read_vector, npy_write_vector
    use program, only: bad_input, program_allocated, program_clock, program_fail
    use text, only: text_of
    implicit none
    private
    public :: checkpoint_begin, checkpoint_is_due, checkpoint_write

    type, public :: saved_run
        integer(int64) :: seed = 0
        integer :: n = 0, d = 0, classes = 0     ! training rows, features kept, classes
        integer(int64) :: size = 0               ! of the state
        integer :: columns = 0                   ! of the history
        integer :: epochs = 0                    ! done
        real(dp), allocatable :: state(:)        ! (size) what the program needs to go on
        real(dp), allocatable :: history(:, :)   ! (columns, most epochs)
        real(dp) :: saved = 0                    ! the moment of the last writing, or of the start
    end type saved_run

    character(*), parameter :: name = 'checkpoint.npy'
    integer, parameter :: version = 1, head_size = 8, epochs_done = 6  ! of the vector

contains

    function head_of(run) result(head)
        type(saved_run), intent(in) :: run
        real(dp) :: head(head_size)

        head = real([int(version, int64), run%seed, int(run%n, int64), int(run%d, int64), &
                     int(run%classes, int64), int(run%epochs, int64), run%size, &
                     int(run%columns, int64)], dp)
    end function head_of

    !> Is this a checkpoint of the same run, however many epochs it has done?
    function is_ours(run, values) result(ours)
        type(saved_run), intent(in) :: run
        real(dp), intent(in) :: values(:)
        real(dp) :: head(head_size)
        integer(int64) :: rest
        logical :: ours

        rest = size(values, kind=int64) - head_size - run%size
        ours = rest >= 0 .and. mod(rest, int(run%columns, int64)) == 0
        if (.not. ours) return
        head = head_of(run)
        head(epochs_done) = real(rest/run%columns, dp)
        ours = all(abs(values(:head_size) - head) <= 0)
    end function is_ours

    !> Make room for so many epochs; seed, n, d, classes, size and columns are given. With
    !> resume, read FOLDER/checkpoint.npy, which must be of this very run, and make room
    !> for its epochs too.
    subroutine checkpoint_begin(program, folder, resume, epochs, run)
        character(*), intent(in) :: program, folder
        logical, intent(in) :: resume
        integer, intent(in) :: epochs
        type(saved_run), intent(inout) :: run
        real(dp), allocatable :: values(:)
        integer :: stat

        if (resume) then
            call npy_read_vector(program, folder, name, values)
            if (.not. is_ours(run, values)) then
                call program_fail(program, bad_input, folder//'/'//name// &
                                  ': expected a checkpoint of this run (seed '// &
                                  text_of(run%seed)//', '//text_of(run%n)//' training rows, '// &
                                  text_of(run%d)//' features, '//text_of(run%classes)// &
                                  ' classes), found another')
            end if
            run%epochs = int(values(epochs_done))
        end if

        allocate (run%state(run%size), run%history(run%columns, max(epochs, run%epochs)), &
                  stat=stat)
        call program_allocated(program, stat)
        if (resume) then
            run%state = values(head_size + 1:head_size + run%size)
            run%history(:, :run%epochs) = reshape(values(head_size + run%size + 1:), &
                                                  [run%columns, run%epochs])
        end if
        run%saved = program_clock()
    end subroutine checkpoint_begin

    !> Is it a second since the last one was written?
    function checkpoint_is_due(run) result(due)
        type(saved_run), intent(in) :: run
        logical :: due

        due = program_clock() - run%saved >= 1
    end function checkpoint_is_due

    !> Write it; a kill at any moment leaves a whole one, this or the last.
    subroutine checkpoint_write(program, folder, run)
        character(*), intent(in) :: program, folder
        type(saved_run), intent(inout) :: run
        real(dp), allocatable :: values(:)
        integer(int64) :: rows
        integer :: stat

        rows = int(run%columns, int64)*run%epochs
        allocate (values(head_size + run%size + rows), stat=stat)
        call program_allocated(program, stat)
        values(:head_size) = head_of(run)
        values(head_size + 1:head_size + run%size) = run%state
        values(head_size + run%size + 1:) = reshape(run%history(:, :run%epochs), [rows])
        call npy_write_vector(program, folder, name, values)
        run%saved = program_clock()
    end subroutine checkpoint_write

end module checkpoint
