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
        real(dp) :: noise = 0  ! standard deviation
    end type changes

    ! Pixels and standard deviation where none are given; pixels at most.
    integer(int64), parameter :: shift = 2, shift_most = 32767
    real(dp), parameter :: noise = 0.1_dp
    integer(int64), parameter :: draw_right = 0, draw_down = 1, draw_flip = 2

contains

    !> Read shift, shift=PIXELS, flip, noise, noise=SIGMA, separated by commas.
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
                                  'shift=PIXELS, flip, noise or noise=SIGMA, found "'// &
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
        if (token(:value - 2) == 'shift' .and. value == 7) then
            pixels = shift
            if (value <= len(token) + 1) then
                call text_count(token(value:), 1_int64, shift_most, pixels, ok)
            end if
            asked%shift = int(pixels)
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

    !> How far an image moves along an axis of some pixels; an axis of length 1 is none.
    function drawn_shift(asked, pixels, seed, visit, draw) result(moved)
        type(changes), intent(in) :: asked
        integer, intent(in) :: pixels
        integer(int64), intent(in) :: seed, visit, draw
        integer :: moved

        moved = 0
        if (pixels > 1) moved = random_integer(2*asked%shift + 1, seed, for_augmentation, visit, &
                                               draw) - asked%shift
    end function drawn_shift

    !> Change an image (width, height, channels): flip, shift (zeros come in), noise.
    !> visit: the number of images shown before, which the draws depend on.
    subroutine augment_image(asked, width, height, channels, seed, visit, x, changed)
        type(changes), intent(in) :: asked
        integer, intent(in) :: width, height, channels
        integer(int64), intent(in) :: seed, visit
        real(wp), intent(in) :: x(width, height, channels)
        real(wp), intent(out) :: changed(width, height, channels)
        integer :: c, y, z, right, down, row, column
        integer(int64) :: pixel
        logical :: flip

        right = drawn_shift(asked, width, seed, visit, draw_right)
        down = drawn_shift(asked, height, seed, visit, draw_down)
        flip = asked%flip
        if (flip) flip = random_integer(2, seed, for_augmentation, visit, draw_flip) == 1
        pixel = 0
        do c = 1, channels
            do y = 1, height
                row = y - down
                do z = 1, width
                    column = z - right
                    if (flip) column = width + 1 - column
                    changed(z, y, c) = 0
                    if (row >= 1 .and. row <= height .and. column >= 1 .and. column <= width) then
                        changed(z, y, c) = x(column, row, c)
                    end if
                    if (asked%noise > 0) changed(z, y, c) = changed(z, y, c) + real( &
                        asked%noise*random_normal(seed, for_noise, visit, pixel), wp)
                    pixel = pixel + 1
                end do
            end do
        end do
    end subroutine augment_image

end module augment
