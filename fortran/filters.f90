!> The layers of a convolutional network that see images: convolution and pooling.
!>
!> LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
!> recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
!> Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.
!>
!>     n      images of a batch
!>     layer  (14): what the layer is, see the entries below
!>     x      what comes in (d_in, n), each image (w_in, h_in, c_in)
!>     h, a   what goes out (d_out, n), each image (w_out, h_out, c_out)
!>     w      kernels (kw, kh, c_in, c_out), one for each filter, then biases (c_out)
!>     dx     the gradient of the loss with respect to x, and so on
module filters
    use kinds, only: wp, int64
    implicit none
    private
    public :: count_inputs, count_outputs, count_weights, conv_forward, conv_backward, &
              conv_gradient, pool_forward, pool_backward

    !> What a layer does.
    integer, parameter, public :: convolution = 0, max_pool = 1, average_pool = 2, dense_layer = 3

    !> The entries of a layer: what it does; channels, height and width of what comes in and of
    !> what goes out (a channel for each filter); height and width of a kernel, or of a pool's
    !> block; steps; rows and columns of zeros on each side; activation. A dense layer has a channel
    !> of one pixel for each input and neuron. Output: (h_in + 2 pad_h - kernel_h)/stride_h + 1,
    !> rounded down, and w_out likewise. A pool steps by its own size and is not padded.
    integer, parameter, public :: kind_of = 1, c_in = 2, h_in = 3, w_in = 4, c_out = 5, &
                                  h_out = 6, w_out = 7, kernel_h = 8, kernel_w = 9, &
                                  stride_h = 10, stride_w = 11, pad_h = 12, pad_w = 13, &
                                  activation_of = 14

    !> The entries of a reach: where row i or column j of a kernel meets the image. Place p has it
    !> at pixel (p - 1)*stride + offset, and those from first to last are inside; beyond the border
    !> pixels are 0.
    integer, parameter :: offset = 1, first = 2, last = 3
    integer, parameter :: rows = 0, columns = 1  ! the axes

    integer, parameter, public :: kernel_most = 4096  ! weights of a filter, for each channel
    integer, parameter :: many = 1048576  ! products that are worth several threads

contains

    !> How many numbers a layer takes: the pixels of all its channels.
    function count_inputs(layer) result(numbers)
        integer, intent(in) :: layer(14)
        integer :: numbers
        !$acc routine seq

        numbers = product(layer(c_in:w_in))
    end function count_inputs

    !> How many numbers a layer gives.
    function count_outputs(layer) result(numbers)
        integer, intent(in) :: layer(14)
        integer :: numbers
        !$acc routine seq

        numbers = product(layer(c_out:w_out))
    end function count_outputs

    !> How many weights a layer has, its biases counted.
    function count_weights(layer) result(weights)
        integer, intent(in) :: layer(14)
        integer :: weights

        select case (layer(kind_of))
        case (convolution); weights = (kernel_of(layer) + 1)*layer(c_out)
        case (dense_layer); weights = (count_inputs(layer) + 1)*layer(c_out)
        case default; weights = 0
        end select
    end function count_weights

    !> How many weights a filter has, its bias not counted.
    function kernel_of(layer) result(weights)
        integer, intent(in) :: layer(14)
        integer :: weights
        !$acc routine seq

        weights = layer(c_in)*layer(kernel_h)*layer(kernel_w)
    end function kernel_of

    !> How far row or column k of a kernel reaches.
    function reach(layer, axis, k) result(r)
        integer, intent(in) :: layer(14), axis, k
        integer :: r(3), stride
        !$acc routine seq

        stride = layer(stride_h + axis)
        r(offset) = k - layer(pad_h + axis)
        r(first) = 1
        if (r(offset) < 1) r(first) = -r(offset)/stride + 2
        r(last) = 0
        if (r(offset) <= layer(h_in + axis)) then
            r(last) = min(layer(h_out + axis), (layer(h_in + axis) - r(offset))/stride + 1)
        end if
    end function reach

    !> One image through one filter: the map is a sum of shifted images, one for each weight.
    subroutine see(layer, x, w, bias, h)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in), layer(c_in))
        real(wp), intent(in) :: w(layer(kernel_w), layer(kernel_h), layer(c_in)), bias
        real(wp), intent(out) :: h(layer(w_out), layer(h_out))
        integer :: c, i, j, y, z, row, column, r(3), q(3)
        !$acc routine vector

        ! Exercise 1. Fill the map: at each place the sum of pixel times weight, less the bias.
        !$acc loop vector collapse(2)
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                h(z, y) = -bias  ! the bias node is -1
            end do
        end do
        do c = 1, layer(c_in)
            do i = 1, layer(kernel_h)
                r = reach(layer, rows, i)
                do j = 1, layer(kernel_w)
                    q = reach(layer, columns, j)
                    do y = r(first), r(last)
                        row = (y - 1)*layer(stride_h) + r(offset)
                        !$acc loop vector private(column)
                        do z = q(first), q(last)
                            column = (z - 1)*layer(stride_w) + q(offset)
                            h(z, y) = h(z, y) + w(j, i, c)*x(column, row, c)
                        end do
                    end do
                end do
            end do
        end do
        ! End of exercise 1.
    end subroutine see

    !> The errors of one map, passed back to the pixels of its image.
    subroutine share(layer, w, dh, dx)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: w(layer(kernel_w), layer(kernel_h), layer(c_in))
        real(wp), intent(in) :: dh(layer(w_out), layer(h_out))
        real(wp), intent(inout) :: dx(layer(w_in), layer(h_in), layer(c_in))
        integer :: c, i, j, y, z, row, column, r(3), q(3)
        !$acc routine vector

        ! Exercise 2. Give each pixel dh times the weight it was seen through, from every place.
        do c = 1, layer(c_in)
            do i = 1, layer(kernel_h)
                r = reach(layer, rows, i)
                do j = 1, layer(kernel_w)
                    q = reach(layer, columns, j)
                    do y = r(first), r(last)
                        row = (y - 1)*layer(stride_h) + r(offset)
                        !$acc loop vector private(column)
                        do z = q(first), q(last)
                            column = (z - 1)*layer(stride_w) + q(offset)
                            dx(column, row, c) = dx(column, row, c) + w(j, i, c)*dh(z, y)
                        end do
                    end do
                end do
            end do
        end do
        ! End of exercise 2.
    end subroutine share

    !> The errors of one map, added up for the weights of its filter.
    subroutine blame(layer, x, dh, dw, dbias)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in), layer(c_in))
        real(wp), intent(in) :: dh(layer(w_out), layer(h_out))
        real(wp), intent(inout) :: dw(layer(kernel_w), layer(kernel_h), layer(c_in)), dbias
        real(wp) :: total
        integer :: c, i, j, y, z, row, column, r(3), q(3)
        !$acc routine worker

        ! Exercise 3. Give each weight dh times the pixel it met, from every place; the bias met -1.
        total = dbias
        !$acc loop vector collapse(2) reduction(+:total)
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                total = total - dh(z, y)  ! the bias node is -1
            end do
        end do
        dbias = total
        !$acc loop worker private(r, q, total, y, z, row, column) collapse(3)
        do c = 1, layer(c_in)
            do i = 1, layer(kernel_h)
                do j = 1, layer(kernel_w)
                    r = reach(layer, rows, i)
                    q = reach(layer, columns, j)
                    total = 0
                    do y = r(first), r(last)
                        row = (y - 1)*layer(stride_h) + r(offset)
                        !$acc loop vector private(column) reduction(+:total)
                        do z = q(first), q(last)
                            column = (z - 1)*layer(stride_w) + q(offset)
                            total = total + dh(z, y)*x(column, row, c)
                        end do
                    end do
                    dw(j, i, c) = dw(j, i, c) + total
                end do
            end do
        end do
        ! End of exercise 3.
    end subroutine blame

    !> Slide each filter over the image: at each place the sum of pixel times weight.
    !> h_fyz = sum over c, i, j of x_c(y s + i - pad)(z s + j - pad) w_fcij, less the bias, for
    !> filter f at row y and column z; pixels outside the image are 0.
    subroutine conv_forward(n, d_in, d_out, weights, layer, x, w, h)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), w(weights)
        real(wp), intent(out) :: h(d_out, n)
        integer :: s, f, kernel, map, biases

        kernel = kernel_of(layer)
        map = layer(h_out)*layer(w_out)
        biases = layer(c_out)*kernel  ! stand after the kernels
        !$omp parallel do default(none) shared(n, layer, x, w, h, kernel, map, biases) private(f) &
        !$omp if (int(n, int64)*d_out*kernel > many)
        !$acc parallel loop gang copyin(layer, x, w) copyout(h)
        do s = 1, n
            !$acc loop worker
            do f = 1, layer(c_out)
                call see(layer, x(:, s), w((f - 1)*kernel + 1), w(biases + f), &
                         h((f - 1)*map + 1:, s))
            end do
        end do
    end subroutine conv_forward

    !> Pass the error back to the pixels: each gets dh w from every place that saw it.
    subroutine conv_backward(n, d_in, d_out, weights, layer, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: w(weights), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)
        integer :: s, f, pixel, kernel, map

        kernel = kernel_of(layer)
        map = layer(h_out)*layer(w_out)
        !$omp parallel do default(none) shared(n, d_in, layer, w, dh, dx, kernel, map) &
        !$omp private(f, pixel) &
        !$omp if (int(n, int64)*d_out*kernel > many)
        !$acc parallel loop gang private(f) copyin(layer, w, dh) copyout(dx)
        do s = 1, n
            !$acc loop vector
            do pixel = 1, d_in
                dx(pixel, s) = 0
            end do
            do f = 1, layer(c_out)
                call share(layer, w((f - 1)*kernel + 1), dh((f - 1)*map + 1:, s), dx(:, s))
            end do
        end do
    end subroutine conv_backward

    !> Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.
    subroutine conv_gradient(n, d_in, d_out, weights, layer, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(weights)
        integer :: s, f, weight, kernel, map, biases

        kernel = kernel_of(layer)
        map = layer(h_out)*layer(w_out)
        biases = layer(c_out)*kernel  ! stand after the kernels
        !$omp parallel do default(none) shared(n, layer, x, dh, dw, kernel, map, biases) &
        !$omp private(s, weight) if (int(n, int64)*d_out*kernel > many)
        !$acc parallel loop gang private(s) copyin(layer, x, dh) copyout(dw)
        do f = 1, layer(c_out)
            !$acc loop vector
            do weight = (f - 1)*kernel + 1, f*kernel
                dw(weight) = 0
            end do
            dw(biases + f) = 0
            do s = 1, n
                call blame(layer, x(:, s), dh((f - 1)*map + 1:, s), dw((f - 1)*kernel + 1), &
                           dw(biases + f))
            end do
        end do
    end subroutine conv_gradient

    !> Where the largest pixel of a block is that begins at (left, top): the first on a tie.
    function largest_of(layer, left, top, x) result(pixel)
        integer, intent(in) :: layer(14), left, top
        real(wp), intent(in) :: x(layer(w_in), layer(h_in))
        integer :: pixel(2), i, j
        !$acc routine seq

        pixel = [left, top]
        do i = top, top + layer(kernel_h) - 1
            do j = left, left + layer(kernel_w) - 1
                if (x(j, i) > x(pixel(1), pixel(2))) pixel = [j, i]
            end do
        end do
    end function largest_of

    !> The mean of that block.
    function mean_of(layer, left, top, x) result(mean)
        integer, intent(in) :: layer(14), left, top
        real(wp), intent(in) :: x(layer(w_in), layer(h_in))
        real(wp) :: mean
        integer :: i, j
        !$acc routine seq

        mean = 0
        do i = top, top + layer(kernel_h) - 1
            do j = left, left + layer(kernel_w) - 1
                mean = mean + x(j, i)
            end do
        end do
        mean = mean/real(layer(kernel_h)*layer(kernel_w), wp)
    end function mean_of

    !> One map, pooled.
    subroutine pool(layer, x, a)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in))
        real(wp), intent(out) :: a(layer(w_out), layer(h_out))
        integer :: y, z, left, top, pixel(2)
        !$acc routine vector

        ! Exercise 4. Keep the largest pixel of each block, or the mean of its pixels.
        !$acc loop vector collapse(2) private(top, left, pixel)
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                top = (y - 1)*layer(kernel_h) + 1
                left = (z - 1)*layer(kernel_w) + 1
                if (layer(kind_of) == max_pool) then
                    pixel = largest_of(layer, left, top, x)
                    a(z, y) = x(pixel(1), pixel(2))
                else
                    a(z, y) = mean_of(layer, left, top, x)
                end if
            end do
        end do
        ! End of exercise 4.
    end subroutine pool

    !> The errors of one pooled map, passed back to its pixels.
    subroutine spread(layer, x, da, dx)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in)), da(layer(w_out), layer(h_out))
        real(wp), intent(out) :: dx(layer(w_in), layer(h_in))
        integer :: y, z, left, top, pixel(2)
        !$acc routine vector

        ! Exercise 5. Give the error of each block to its largest pixel, or to all in equal shares.
        !$acc loop vector collapse(2)
        do y = 1, layer(h_in)
            do z = 1, layer(w_in)
                dx(z, y) = 0
            end do
        end do
        !$acc loop vector collapse(2) private(top, left, pixel)
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                top = (y - 1)*layer(kernel_h) + 1
                left = (z - 1)*layer(kernel_w) + 1
                if (layer(kind_of) == max_pool) then
                    pixel = largest_of(layer, left, top, x)
                    dx(pixel(1), pixel(2)) = da(z, y)
                else
                    dx(left:left + layer(kernel_w) - 1, top:top + layer(kernel_h) - 1) = &
                        da(z, y)/real(layer(kernel_h)*layer(kernel_w), wp)
                end if
            end do
        end do
        ! End of exercise 5.
    end subroutine spread

    !> Keep the largest, or the mean, of each block of pixels.
    !> Pixels beyond the last whole block are not used.
    subroutine pool_forward(n, d_in, d_out, layer, x, a)
        integer, intent(in) :: n, d_in, d_out, layer(14)
        real(wp), intent(in) :: x(d_in, n)
        real(wp), intent(out) :: a(d_out, n)
        integer :: s, c, pixel, place

        !$omp parallel do default(none) shared(n, layer, x, a) private(c, pixel, place) &
        !$omp if (int(n, int64)*d_in > many)
        !$acc parallel loop gang copyin(layer, x) copyout(a)
        do s = 1, n
            !$acc loop worker private(pixel, place)
            do c = 0, layer(c_in) - 1
                pixel = c*layer(h_in)*layer(w_in) + 1
                place = c*layer(h_out)*layer(w_out) + 1
                call pool(layer, x(pixel:, s), a(place:, s))
            end do
        end do
    end subroutine pool_forward

    !> Pass the error back to the largest pixel, the first on a tie, or in equal shares.
    subroutine pool_backward(n, d_in, d_out, layer, x, da, dx)
        integer, intent(in) :: n, d_in, d_out, layer(14)
        real(wp), intent(in) :: x(d_in, n), da(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)
        integer :: s, c, pixel, place

        !$omp parallel do default(none) shared(n, layer, x, da, dx) private(c, pixel, place) &
        !$omp if (int(n, int64)*d_in > many)
        !$acc parallel loop gang copyin(layer, x, da) copyout(dx)
        do s = 1, n
            !$acc loop worker private(pixel, place)
            do c = 0, layer(c_in) - 1
                pixel = c*layer(h_in)*layer(w_in) + 1
                place = c*layer(h_out)*layer(w_out) + 1
                call spread(layer, x(pixel:, s), da(place:, s), dx(pixel:, s))
            end do
        end do
    end subroutine pool_backward

end module filters
