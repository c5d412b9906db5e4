!> Augmentation: images changed a little, so that no epoch shows what another has shown.
module augment
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use kinds, only: wp, dp, int64
    use program, only: bad_input, program_fail
    use random, only: random_integer, random_normal, for_augmentation, for_noise
    use text, only: text_count, text_number, text_of, text_shown
    implicit none
    private
    public :: augment_parse, augment_image

    !> What --augment asks for.
    type, public :: changes
        character(:), allocatable :: list  ! as it was typed; not allocated: nothing
        integer :: shift = 0  ! pixels at most, right or left, up or down
        logical :: flip = .false.  ! left to right, every second image
        integer :: elastic = 0  ! pixels at most, at each node of a sheet of rubber
        real(dp) :: noise = 0  ! standard deviation
    end type changes

    !> What one visit draws for the whole image.
    type :: visited
        integer(int64) :: seed, number
        integer :: right, down  ! pixels
        logical :: flip
    end type visited

    ! Pixels and standard deviation where none are given; pixels at most.
    integer(int64), parameter :: pixels_default = 2, pixels_most = 32767
    real(dp), parameter :: noise = 0.1_dp
    integer(int64), parameter :: draw_right = 0, draw_down = 1, draw_flip = 2, draw_pulls = 3
    integer, parameter :: cell = 8  ! pixels from one node of the elastic sheet to the next
    integer, parameter :: parts = 16  ! of a pixel, by which a node is pulled: exact positions

contains

    !> Read shift, flip, elastic and noise, with a value or without, separated by commas.
    subroutine augment_parse(program, list, asked)
        character(*), intent(in) :: program, list
        type(changes), intent(out) :: asked
        integer :: first, last
        logical :: ok

        asked%list = list
        first = 1
        do while (first <= len(list) + 1)
            last = first + index(list(first:)//',', ',') - 2
            call read_change(list(first:last), asked, ok)
            if (.not. ok) then
                call program_fail(program, bad_input, '--augment: expected shift[=PIXELS], '// &
                                  'elastic[=PIXELS] (1 to '//text_of(pixels_most)// &
                                  '), noise[=SIGMA] (above 0) or flip, found "'// &
                                  text_shown(list(first:last))//'"')
            end if
            first = last + 2
        end do
    end subroutine augment_parse

    !> Read the pixels behind a name, or take those where none are given; not ok if they are none.
    subroutine read_pixels(given, value, pixels, ok)
        logical, intent(in) :: given
        character(*), intent(in) :: value
        integer, intent(out) :: pixels
        logical, intent(out) :: ok
        integer(int64) :: number

        number = pixels_default
        ok = .true.
        if (given) call text_count(value, 1_int64, pixels_most, number, ok)
        pixels = int(number)
    end subroutine read_pixels

    !> Read one change; not ok if it is none.
    subroutine read_change(token, asked, ok)
        character(*), intent(in) :: token
        type(changes), intent(inout) :: asked
        logical, intent(out) :: ok
        character(len(token) + 1) :: closed
        integer :: equals
        logical :: given

        closed = token//'='
        equals = index(closed, '=')
        given = equals <= len(token)
        select case (closed(:equals))
        case ('shift=')
            call read_pixels(given, token(equals + 1:), asked%shift, ok)
        case ('elastic=')
            call read_pixels(given, token(equals + 1:), asked%elastic, ok)
        case ('noise=')
            asked%noise = noise
            ok = .true.
            if (given) call text_number(token(equals + 1:), asked%noise, ok)
            ok = ok .and. asked%noise > 0 .and. ieee_is_finite(asked%noise)
        case ('flip=')
            asked%flip = .true.
            ok = .not. given
        case default
            ok = .false.
        end select
    end subroutine read_change

    !> A step of -most ... most, all equally often; none along an axis of length 1.
    function drawn_step(most, pixels, seed, visit, draw) result(step)
        integer, intent(in) :: most, pixels
        integer(int64), intent(in) :: seed, visit, draw
        integer :: step

        step = 0
        if (pixels > 1 .and. most > 0) then
            step = random_integer(2*most + 1, seed, for_augmentation, visit, draw) - most
        end if
    end function drawn_step

    !> How far the four nodes of a cell are pulled along an axis (0: right, 1: down).
    subroutine pull_nodes(asked, sizes, visit, top, left, axis, pull)
        type(changes), intent(in) :: asked
        integer, intent(in) :: sizes(0:1), top, left, axis
        type(visited), intent(in) :: visit
        real(dp), intent(out) :: pull(0:1, 0:1)
        integer :: nodes, i, j, node

        nodes = (sizes(0) - 1)/cell + 2  ! in a row of the sheet
        do i = 0, 1
            do j = 0, 1
                node = (top/cell + i)*nodes + left/cell + j
                pull(j, i) = drawn_step(parts*asked%elastic, sizes(axis), visit%seed, &
                                        visit%number, draw_pulls + 2*node + axis)/real(parts, dp)
            end do
        end do
    end subroutine pull_nodes

    !> Between four values, so far down and to the right of the first one: parts of 1.
    pure function between(value, down, right)
        real(dp), intent(in) :: value(0:1, 0:1), down, right
        real(dp) :: between

        between = (1 - down)*((1 - right)*value(0, 0) + right*value(1, 0)) + &
                  down*((1 - right)*value(0, 1) + right*value(1, 1))
    end function between

    !> A map (width, height) at a place between its pixels; beyond them are zeros.
    pure function look(sizes, map, row, column)
        integer, intent(in) :: sizes(2)
        real(wp), intent(in) :: map(0:sizes(1) - 1, 0:sizes(2) - 1)
        real(dp), intent(in) :: row, column
        real(dp) :: look, pixel(0:1, 0:1)
        integer :: top, left, i, j

        top = floor(row)
        left = floor(column)
        pixel = 0
        do i = 0, 1
            do j = 0, 1
                if (top + i >= 0 .and. top + i < sizes(2) .and. &
                    left + j >= 0 .and. left + j < sizes(1)) pixel(j, i) = map(left + j, top + i)
            end do
        end do
        look = between(pixel, row - top, column - left)
    end function look

    !> Change what lies in one cell of the sheet.
    subroutine change_cell(asked, sizes, channels, visit, top, left, x, changed)
        type(changes), intent(in) :: asked
        integer, intent(in) :: sizes(2), channels, top, left
        type(visited), intent(in) :: visit
        real(wp), intent(in) :: x(sizes(1), sizes(2), channels)
        real(wp), intent(inout) :: changed(0:sizes(1) - 1, 0:sizes(2) - 1, channels)
        real(dp) :: right(0:1, 0:1), down(0:1, 0:1), u, v, row, column
        integer :: y, z, c

        call pull_nodes(asked, sizes, visit, top, left, 0, right)
        call pull_nodes(asked, sizes, visit, top, left, 1, down)
        do y = top, min(top + cell, sizes(2)) - 1
            do z = left, min(left + cell, sizes(1)) - 1
                v = (y - top)/real(cell, dp)
                u = (z - left)/real(cell, dp)
                row = y - visit%down - between(down, v, u)
                column = z - visit%right - between(right, v, u)
                if (visit%flip) column = sizes(1) - 1 - column
                do c = 1, channels
                    changed(z, y, c) = real(look(sizes, x(:, :, c), row, column), wp)
                end do
            end do
        end do
    end subroutine change_cell

    !> Change an image (width, height, channels): flip, shift (zeros come in), pull as on a sheet
    !> of rubber (Simard, Steinkraus and Platt 2003; here by nodes 8 pixels apart, and bilinear),
    !> noise. visit: the number of images shown before, which the draws depend on.
    subroutine augment_image(asked, width, height, channels, seed, visit, x, changed)
        type(changes), intent(in) :: asked
        integer, intent(in) :: width, height, channels
        integer(int64), intent(in) :: seed, visit
        real(wp), intent(in) :: x(width*height*channels)
        real(wp), intent(out) :: changed(width*height*channels)
        type(visited) :: drawn
        integer :: top, left, pixel

        drawn%seed = seed
        drawn%number = visit
        drawn%right = drawn_step(asked%shift, width, seed, visit, draw_right)
        drawn%down = drawn_step(asked%shift, height, seed, visit, draw_down)
        drawn%flip = asked%flip
        if (asked%flip) then
            drawn%flip = random_integer(2, seed, for_augmentation, visit, draw_flip) == 1
        end if
        do top = 0, height - 1, cell
            do left = 0, width - 1, cell
                call change_cell(asked, [width, height], channels, drawn, top, left, x, changed)
            end do
        end do
        if (.not. asked%noise > 0) return
        do pixel = 1, size(x)
            changed(pixel) = changed(pixel) + real(asked%noise*random_normal( &
                             seed, for_noise, visit, int(pixel - 1, int64)), wp)
        end do
    end subroutine augment_image

end module augment
