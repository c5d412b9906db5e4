!> Some rows of a data set: for training, validation or the test.
module parts
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use dataset, only: data_set
    use kinds, only: wp, dp
    use model, only: learned_model
    use normalize, only: normalize_apply, normalize_fit
    use program, only: failed, program_allocated, program_fail, program_precision
    use rows, only: rows_one_hot
    implicit none
    private
    public :: parts_take, parts_take_all, parts_fit, parts_normalize, parts_encode

    type, public :: part
        integer :: n = 0                   ! 0: there is no such part
        integer, allocatable :: rows(:)    ! (n) where they stand in the file, from 0
        real(wp), allocatable :: x(:, :)   ! (d, n) the features kept
        integer, allocatable :: labels(:)  ! (n), if there are labels
        real(wp), allocatable :: t(:, :)   ! (targets, n); of labels once parts_encode made them
    end type part

contains

    !> Take these rows of the data, and of them the features that the model keeps.
    subroutine parts_take(program, data, model, rows, taken)
        character(*), intent(in) :: program
        type(data_set), intent(in) :: data
        type(learned_model), intent(in) :: model
        integer, intent(in) :: rows(:)
        type(part), intent(out) :: taken
        integer :: i, row

        taken%n = size(rows)
        if (taken%n == 0) return
        allocate (taken%rows(taken%n), taken%x(model%d, taken%n), stat=i)
        if (i == 0 .and. data%classes > 0) allocate (taken%labels(taken%n), stat=i)
        if (i == 0 .and. data%targets > 0) allocate (taken%t(data%targets, taken%n), stat=i)
        call program_allocated(program, i)

        taken%rows = rows
        do i = 1, taken%n
            row = rows(i) + 1
            taken%x(:, i) = data%x(model%features + 1, row)
            if (data%classes > 0) taken%labels(i) = data%labels(row)
            if (data%targets > 0) taken%t(:, i) = data%t(:, row)
        end do
    end subroutine parts_take

    !> Take all rows.
    subroutine parts_take_all(program, data, model, taken)
        character(*), intent(in) :: program
        type(data_set), intent(in) :: data
        type(learned_model), intent(in) :: model
        type(part), intent(out) :: taken
        integer, allocatable :: rows(:)
        integer :: i

        allocate (rows(data%n), stat=i)
        call program_allocated(program, i)
        rows = [(i, i=0, data%n - 1)]
        call parts_take(program, data, model, rows, taken)
    end subroutine parts_take_all

    subroutine fail_too_large(program, path)
        character(*), intent(in) :: program, path

        call program_fail(program, failed, path//': the normalised features are too large for '// &
                          program_precision())
    end subroutine fail_too_large

    !> Find m and s of the model from these rows. path: the file to name if they are too
    !> large. They are rounded as normalization.dat will hold them, so that the model
    !> sees the same features when it predicts.
    subroutine parts_fit(program, path, rows, model)
        character(*), intent(in) :: program, path
        type(part), intent(in) :: rows
        type(learned_model), intent(inout) :: model
        integer :: stat

        allocate (model%m(model%d), model%s(model%d), stat=stat)
        call program_allocated(program, stat)
        call normalize_fit(model%normalize, rows%n, model%d, rows%x, model%m, model%s)
        model%m = real(real(model%m, wp), dp)
        model%s = real(real(model%s, wp), dp)
        where (abs(model%s) <= 0) model%s = 1
        if (.not. all(ieee_is_finite(model%m) .and. ieee_is_finite(model%s))) then
            call fail_too_large(program, path)
        end if
    end subroutine parts_fit

    !> Apply m and s of the model.
    subroutine parts_normalize(program, path, model, rows)
        character(*), intent(in) :: program, path
        type(learned_model), intent(in) :: model
        type(part), intent(inout) :: rows

        if (rows%n == 0) return
        call normalize_apply(rows%n, model%d, model%m, model%s, rows%x)
        if (.not. all(ieee_is_finite(rows%x))) call fail_too_large(program, path)
    end subroutine parts_normalize

    !> Make targets of the labels, if there are labels: one-hot, or of one output 0 and 1.
    subroutine parts_encode(program, outputs, rows)
        character(*), intent(in) :: program
        integer, intent(in) :: outputs
        type(part), intent(inout) :: rows
        integer :: stat

        if (.not. allocated(rows%labels)) return
        allocate (rows%t(outputs, rows%n), stat=stat)
        call program_allocated(program, stat)
        if (outputs == 1) then
            rows%t(1, :) = real(rows%labels, wp)
        else
            call rows_one_hot(rows%n, outputs, rows%labels, rows%t)
        end if
    end subroutine parts_encode

end module parts
