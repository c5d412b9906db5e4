!> Random numbers as a pure function: (seed, purpose, major, minor) -> number.
!>
!> Threefry-2x32-20 of Salmon et al. (2011), Parallel random numbers: as easy as
!> 1, 2, 3, SC'11, doi:10.1145/2063384.2063405. Nothing is remembered between
!> two draws, so a draw depends on no thread and on no order.
!>
!> Fortran: it has no unsigned integers, so a 32-bit word is kept in an int64.
module random
    use kinds, only: dp, int64
    implicit none
    private
    public :: random_threefry, random_uniform, random_symmetric, random_normal, &
              random_integer, random_shuffle

    !> What a draw is for: the second word of the key.
    integer(int64), parameter, public :: &
        for_split = 0, for_init_random = 1, for_init_plusplus = 2, for_visiting_order = 3, &
        for_balancing = 4, for_weights = 5, for_augmentation = 6, for_noise = 7, &
        for_made_data = 8, for_dropout = 256  ! plus the layer's number

    integer(int64), parameter :: word = 4294967295_int64  ! the low 32 bits

contains

    !> The block cipher itself: key and counter in, 64 random bits out.
    subroutine random_threefry(key, counter, bits)
        integer(int64), intent(in) :: key(2), counter(2)
        integer(int64), intent(out) :: bits(2)
        integer(int64) :: key_3
        !$acc routine seq

        key_3 = ieor(466688986_int64, ieor(key(1), key(2)))
        bits = counter
        call inject(bits, key(1), key(2))
        call mix_odd(bits)  ! four rounds each time, twenty in all
        call inject(bits, key(2), key_3 + 1)
        call mix_even(bits)
        call inject(bits, key_3, key(1) + 2)
        call mix_odd(bits)
        call inject(bits, key(1), key(2) + 3)
        call mix_even(bits)
        call inject(bits, key(2), key_3 + 4)
        call mix_odd(bits)
        call inject(bits, key_3, key(1) + 5)
    end subroutine random_threefry

    !> Add a part of the key.
    subroutine inject(bits, key_1, key_2)
        integer(int64), intent(inout) :: bits(2)
        integer(int64), intent(in) :: key_1, key_2
        !$acc routine seq

        bits(1) = iand(bits(1) + key_1, word)
        bits(2) = iand(bits(2) + key_2, word)
    end subroutine inject

    subroutine mix_odd(bits)
        integer(int64), intent(inout) :: bits(2)
        !$acc routine seq

        call mix(bits, 13)
        call mix(bits, 15)
        call mix(bits, 26)
        call mix(bits, 6)
    end subroutine mix_odd

    subroutine mix_even(bits)
        integer(int64), intent(inout) :: bits(2)
        !$acc routine seq

        call mix(bits, 17)
        call mix(bits, 29)
        call mix(bits, 16)
        call mix(bits, 24)
    end subroutine mix_even

    !> One round: add, rotate to the left, combine.
    subroutine mix(bits, places)
        integer(int64), intent(inout) :: bits(2)
        integer, intent(in) :: places
        integer(int64) :: rotated
        !$acc routine seq

        bits(1) = iand(bits(1) + bits(2), word)
        rotated = ior(ishft(bits(2), places), ishft(bits(2), places - 32))
        bits(2) = ieor(iand(rotated, word), bits(1))
    end subroutine mix

    !> Uniform in 0 <= u < 1, with 53 random bits.
    function random_uniform(seed, purpose, major, minor) result(u)
        integer(int64), intent(in) :: seed, purpose, major, minor
        real(dp) :: u
        integer(int64) :: bits(2)
        !$acc routine seq

        call random_threefry([seed, purpose], [minor, major], bits)
        u = (real(ishft(bits(1), -5), dp)*67108864.0_dp + real(ishft(bits(2), -6), dp)) &
            /9007199254740992.0_dp
    end function random_uniform

    !> Uniform in -r ... r.
    function random_symmetric(r, seed, purpose, major, minor) result(value)
        real(dp), intent(in) :: r
        integer(int64), intent(in) :: seed, purpose, major, minor
        real(dp) :: value

        value = (2.0_dp*random_uniform(seed, purpose, major, minor) - 1.0_dp)*r
    end function random_symmetric

    !> Normal with mean 0 and variance 1 (Box and Muller 1958); minor < 2^31.
    function random_normal(seed, purpose, major, minor) result(value)
        integer(int64), intent(in) :: seed, purpose, major, minor
        real(dp) :: value, u, v

        u = random_uniform(seed, purpose, major, 2*minor)
        v = random_uniform(seed, purpose, major, 2*minor + 1)
        value = sqrt(-2.0_dp*log(1.0_dp - u))*cos(6.283185307179586_dp*v)
    end function random_normal

    !> Uniform among the integers 0 ... n-1.
    function random_integer(n, seed, purpose, major, minor) result(value)
        integer, intent(in) :: n
        integer(int64), intent(in) :: seed, purpose, major, minor
        integer :: value

        value = int(random_uniform(seed, purpose, major, minor)*n)
    end function random_integer

    !> The first k steps of a Fisher-Yates shuffle of 0 ... n-1, one draw a step:
    !> order(1:k) is a sample of k without replacement; k = n shuffles all.
    subroutine random_shuffle(n, k, seed, purpose, major, order)
        integer, intent(in) :: n, k
        integer(int64), intent(in) :: seed, purpose, major
        integer, intent(out) :: order(0:n - 1)
        integer :: i, j, swapped

        order = [(i, i=0, n - 1)]
        do i = 0, min(k, n - 1) - 1
            j = i + random_integer(n - i, seed, purpose, major, int(i, int64))
            swapped = order(i)
            order(i) = order(j)
            order(j) = swapped
        end do
    end subroutine random_shuffle

end module random
