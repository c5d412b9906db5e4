!> Data sets as NumPy's .npy files: data/README.md says which are taken.
module npy
    use dataset, only: data_set
    use files, only: files_begin, files_end, files_exists, files_sync, files_write, writer
    use kinds, only: wp, dp, int64
    use npy_array, only: array, array_fail, array_fail_in_sizes, array_integer, array_number, &
                         array_numbers, array_product, array_read, length_bytes, magic, &
                         version_bytes
    use program, only: program_allocated
    use text, only: text_of
    implicit none
    private
    public :: npy_read_folder, npy_write, npy_read_vector, npy_write_vector

    integer, parameter :: alignment = 64

contains

    !> Read x.npy and, if it is there, y.npy.
    subroutine npy_read_folder(program, folder, data)
        character(*), intent(in) :: program, folder
        type(data_set), intent(inout) :: data

        call read_samples(program, folder//'/x.npy', data)
        if (files_exists(folder//'/y.npy')) call read_answers(program, folder//'/y.npy', data)
    end subroutine npy_read_folder

    !> x.npy: a sample is what lies behind the first axis, one number if that is all.
    subroutine read_samples(program, path, data)
        character(*), intent(in) :: program, path
        type(data_set), intent(inout) :: data
        type(array) :: x
        integer :: stat

        call array_read(program, path, x)
        data%n = x%sizes(1)
        if (x%count/data%n > huge(data%d)) call array_fail_in_sizes(x, array_product(x%sizes(2:)))
        data%d = int(x%count/data%n)
        data%shape = x%sizes(2:)
        if (x%axes == 1) data%shape = [1]
        allocate (data%x(data%d, data%n), stat=stat)
        call program_allocated(program, stat)
        call array_numbers(x, data%d, data%n, data%x)
    end subroutine read_samples

    !> y.npy: labels if integers, else one target or a row of targets a sample.
    subroutine read_answers(program, path, data)
        character(*), intent(in) :: program, path
        type(data_set), intent(inout) :: data
        type(array) :: y
        logical :: labelled
        integer :: stat

        call array_read(program, path, y)
        labelled = y%letter /= 'f'
        if (y%sizes(1) /= data%n) then
            call array_fail(y, text_of(data%n)//' rows, as x.npy has, found '//text_of(y%sizes(1)))
        end if
        if (labelled .and. y%axes > 1) then
            call array_fail(y, 'at most 1 axis, found '//text_of(y%axes))
        else if (y%axes > 2) then
            call array_fail(y, 'at most 2 axes, found '//text_of(y%axes))
        end if

        if (labelled) then
            call read_labels(y, data)
        else
            data%targets = int(y%count/data%n)
            allocate (data%t(data%targets, data%n), stat=stat)
            call program_allocated(program, stat)
            call array_numbers(y, data%targets, data%n, data%t)
        end if
    end subroutine read_answers

    subroutine read_labels(y, data)
        type(array), intent(in) :: y
        type(data_set), intent(inout) :: data
        integer(int64) :: label
        integer :: i, stat

        allocate (data%labels(data%n), stat=stat)
        call program_allocated(y%program, stat)
        do i = 1, data%n
            label = array_integer(y, i - 1_int64)
            if (label < 0 .or. label >= huge(data%classes)) then
                call array_fail(y, 'a label from 0 to '//text_of(huge(data%classes) - 1)// &
                                ', found "'//text_of(label)//'" at entry '//text_of(i - 1))
            end if
            data%labels(i) = int(label)
        end do
        data%classes = maxval(data%labels) + 1
    end subroutine read_labels

    !> Read FOLDER/NAME, numbers along one axis.
    subroutine npy_read_vector(program, folder, name, values)
        character(*), intent(in) :: program, folder, name
        real(dp), allocatable, intent(out) :: values(:)
        type(array) :: vector
        integer(int64) :: i
        integer :: stat

        call array_read(program, folder//'/'//name, vector)
        if (vector%axes > 1) then
            call array_fail(vector, 'at most 1 axis, found '//text_of(vector%axes))
        end if
        allocate (values(vector%count), stat=stat)
        call program_allocated(program, stat)
        do i = 1, vector%count
            values(i) = array_number(vector, i - 1)
        end do
    end subroutine npy_read_vector

    !> Write FOLDER/NAME: an array of the build's float type, sizes in C's order.
    subroutine npy_write(program, folder, name, sizes, values)
        character(*), intent(in) :: program, folder, name
        integer(int64), intent(in) :: sizes(:)
        real(wp), intent(in) :: values(*)
        integer, parameter :: width = storage_size(1.0_wp)/8
        character(width) :: number
        type(writer) :: file
        integer(int64) :: i

        file = files_begin(program, folder, name)
        call write_header(file, width, sizes)
        do i = 1, product(sizes)
            number = transfer(values(i), number)
            call files_write(file, number)
        end do
        call files_end(file)
    end subroutine npy_write

    !> Write FOLDER/NAME, a vector of float64 in every build, and have it on the disk
    !> itself before it takes the place of an older one.
    subroutine npy_write_vector(program, folder, name, values)
        character(*), intent(in) :: program, folder, name
        real(dp), intent(in) :: values(:)
        integer, parameter :: width = storage_size(1.0_dp)/8
        character(width) :: number
        type(writer) :: file
        integer(int64) :: i

        file = files_begin(program, folder, name)
        call write_header(file, width, [size(values, kind=int64)])
        do i = 1, size(values, kind=int64)
            number = transfer(values(i), number)
            call files_write(file, number)
        end do
        call files_sync(file)
        call files_end(file)
    end subroutine npy_write_vector

    !> The header is padded so that the data begin at a multiple of 64 bytes.
    subroutine write_header(file, width, sizes)
        type(writer), intent(in) :: file
        integer, intent(in) :: width
        integer(int64), intent(in) :: sizes(:)
        integer, parameter :: before = version_bytes + length_bytes
        character(:), allocatable :: header
        integer :: axis, length

        header = "{'descr': '<f"//text_of(width)//"', 'fortran_order': False, 'shape': ("
        do axis = 1, size(sizes)
            if (axis > 1) header = header//', '
            header = header//text_of(sizes(axis))
        end do
        if (size(sizes) == 1) header = header//','
        header = header//'), }'
        length = (before + len(header) + alignment)/alignment*alignment - before
        call files_write(file, magic//char(1)//char(0)//char(mod(length, 256))//char(length/256))
        call files_write(file, header//repeat(' ', length - 1 - len(header))//new_line('a'))
    end subroutine write_header

end module npy
