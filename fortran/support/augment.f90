!> Augmentation: images changed a little, so that no epoch shows what another has shown.
module augment
    use kinds, only: wp, dp, int64
    use program, only: bad_input, program_fail
    use random, only: random_integer, random_normal, for_augmentation, for_noise
    use text, only: text_count, text_number, text_shown
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

    ! Pixels and standard deviation where none are given; pixels at most.
    integer(int64), parameter :: pixels_default = 2, pixels_most = 32767
    real(dp), parameter :: noise = 0.1_dp
    integer(int64), parameter :: draw_right = 0, draw_down = 1, draw_flip = 2, draw_pulls = 3
    integer, parameter :: cell = 8  ! pixels from one node of the elastic sheet to the next
    integer, parameter :: parts = 16  ! of a pixel, by which a node is pulled: exact positions

contains

    !> Read shift, shift=PIXELS, flip, elastic, elastic=PIXELS, noise, noise=SIGMA, between
    !> commas.
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
                call program_fail(program, bad_input, '--augment: expected shift, '// &
                                  'shift=PIXELS, flip, elastic, elastic=PIXELS, noise or '// &
                                  'noise=SIGMA, found "'// &
                                  text_shown(list(first:last))//'"')
            end if
            first = last + 2
        end do
    end subroutine augment_parse

    !> Read one change; not ok if it is none.
    subroutine read_change(token, asked, ok)
        character(*), intent(in) :: token
        type(changes), intent(inout) :: asked
        logical, intent(out) :: ok
        integer(int64) :: pixels
        real(dp) :: sigma
        integer :: value

        value = index(token//'=', '=') + 1
        ok = .true.
        if ((token(:value - 2) == 'shift' .and. value == 7) .or. &
            (token(:value - 2) == 'elastic' .and. value == 9)) then
            pixels = pixels_default
            if (value <= len(token) + 1) then
                call text_count(token(value:), 1_int64, pixels_most, pixels, ok)
            end if
            if (value == 7) asked%shift = int(pixels)
            if (value == 9) asked%elastic = int(pixels)
        else if (token(:value - 2) == 'noise' .and. value == 7) then
            sigma = noise
            if (value <= len(token) + 1) call text_number(token(value:), sigma, ok)
            ok = ok .and. sigma > 0
            asked%noise = sigma
        else
            asked%flip = .true.
            ok = token == 'flip' .and. len(token) == 4
        end if
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

    !> How far the sheet is pulled along an axis (1: right, 2: down) at a cell's four nodes.
    function drawn_pulls(asked, sizes, seed, visit, top, left, axis) result(pull)
        type(changes), intent(in) :: asked
        integer, intent(in) :: sizes(2), top, left, axis
        integer(int64), intent(in) :: seed, visit
        real(dp) :: pull(0:1, 0:1)
        integer :: i, j, node

        do i = 0, 1
            do j = 0, 1
                node = (top/cell + i)*((sizes(1) - 1)/cell + 2) + left/cell + j
                pull(j, i) = drawn_step(parts*asked%elastic, sizes(axis), seed, visit, &
                                        draw_pulls + 2*node + axis - 1)/real(parts, dp)
            end do
        end do
    end function drawn_pulls

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
        do i = max(0, -top), min(1, sizes(2) - 1 - top)
            do j = max(0, -left), min(1, sizes(1) - 1 - left)
                pixel(j, i) = map(left + j, top + i)
            end do
        end do
        look = between(pixel, row - top, column - left)
    end function look

    !> Change what lies in one cell of the sheet.
    subroutine change_cell(asked, sizes, channels, seed, visit, top, left, x, changed)
        type(changes), intent(in) :: asked
        integer, intent(in) :: sizes(2), channels, top, left
        integer(int64), intent(in) :: seed, visit
        real(wp), intent(in) :: x(sizes(1), sizes(2), channels)
        real(wp), intent(inout) :: changed(0:sizes(1) - 1, 0:sizes(2) - 1, channels)
        real(dp) :: pull_right(0:1, 0:1), pull_down(0:1, 0:1), u, v, row, column
        integer :: right, down, y, z, c
        logical :: flip

        right = drawn_step(asked%shift, sizes(1), seed, visit, draw_right)
        down = drawn_step(asked%shift, sizes(2), seed, visit, draw_down)
        flip = asked%flip
        if (flip) flip = random_integer(2, seed, for_augmentation, visit, draw_flip) == 1
        pull_right = drawn_pulls(asked, sizes, seed, visit, top, left, 1)
        pull_down = drawn_pulls(asked, sizes, seed, visit, top, left, 2)
        do y = top, min(top + cell, sizes(2)) - 1
            do z = left, min(left + cell, sizes(1)) - 1
                v = (y - top)/real(cell, dp)
                u = (z - left)/real(cell, dp)
                row = y - down - between(pull_down, v, u)
                column = z - right - between(pull_right, v, u)
                if (flip) column = sizes(1) - 1 - column
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
        integer :: top, left, pixel

        do top = 0, height - 1, cell
            do left = 0, width - 1, cell
                call change_cell(asked, [width, height], channels, seed, visit, top, left, x, &
                                 changed)
            end do
        end do
        if (.not. asked%noise > 0) return
        do pixel = 1, size(x)
            changed(pixel) = changed(pixel) + real(asked%noise*random_normal( &
                             seed, for_noise, visit, int(pixel - 1, int64)), wp)
        end do
    end subroutine augment_image

end module augment
