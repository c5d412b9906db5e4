!> Convolution and pooling for speed. A convolution is a product of matrices, filters times
!> patches, and so are its gradients. They go through the tile of the dense layer
!> (dense_tile), and the patches are never written down: see filters_window.
!>
!> Each number is added up in the same order for any number of threads.
module filters
    use kinds, only: wp, int64
    use dense_tile, only: lanes, rows, add_tile
    use filters_window, only: window, window_first, window_next, window_look, take_places, &
                              put_places, kernel_most, kind_of, c_in, h_in, w_in, c_out, h_out, &
                              w_out, kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w, &
                              activation_of
    implicit none
    private
    public :: count_inputs, count_outputs, count_weights, conv_forward, conv_backward, &
              conv_gradient, pool_forward, pool_backward
    public :: kernel_most, kind_of, c_in, h_in, w_in, c_out, h_out, w_out, kernel_h, kernel_w, &
              stride_h, stride_w, pad_h, pad_w, activation_of

    !> What a layer does.
    integer, parameter, public :: convolution = 0, max_pool = 1, average_pool = 2, dense_layer = 3

    integer, parameter :: depth = 256  ! steps that a panel holds
    integer, parameter :: part = 8  ! images whose gradients are added up by themselves
    integer, parameter :: many = 262144  ! products that are worth threads, an eighth of it pixels
contains

    !> How many numbers a layer takes: the pixels of all its channels.
    function count_inputs(layer) result(numbers)
        integer, intent(in) :: layer(14)
        integer :: numbers

        numbers = product(layer(c_in:w_in))
    end function count_inputs

    !> How many numbers a layer gives.
    function count_outputs(layer) result(numbers)
        integer, intent(in) :: layer(14)
        integer :: numbers

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

        weights = layer(c_in)*layer(kernel_h)*layer(kernel_w)
    end function kernel_of

    !> One image through all filters, at first less their biases: a tile is some filters times
    !> the patches of some places.
    subroutine see(layer, view, x, w, h)
        integer, intent(in) :: layer(14)
        type(window), intent(in) :: view
        real(wp), intent(in) :: x(*), w(*)
        real(wp), intent(inout) :: h(layer(h_out)*layer(w_out), layer(c_out))
        real(wp) :: pixels(view%pixels + lanes), panel(lanes, depth), tile(lanes, rows)
        integer(int64) :: before(rows)
        integer :: first, some, p, k, f, filter, r, j

        call window_look(view, x, pixels)
        do first = 0, view%weights - 1, depth
            some = min(depth, view%weights - first)
            do p = 1, view%places, lanes
                !GCC$ novector  ! but the copies of lanes numbers inside
                do k = 1, some
                    j = view%offset(first + k) + p
                    panel(:, k) = pixels(j:j + lanes - 1)
                end do
                do f = 1, layer(c_out), rows
                    do r = 1, rows  ! the last filter again where there are no more
                        filter = min(f + r - 1, layer(c_out))
                        before(r) = (filter - 1)*kernel_of(layer) + first + view%first_weight - 1
                        if (first + view%first_weight == 1) then  ! the bias node is -1
                            tile(:, r) = -w(layer(c_out)*kernel_of(layer) + filter)
                        else
                            call take_places(view, p, h(:, filter), tile(:, r))
                        end if
                    end do
                    call add_tile(some, w, before, 1_int64, panel, lanes, tile)
                    do r = 1, min(rows, layer(c_out) - f + 1)
                        call put_places(view, p, tile(:, r), h(:, f + r - 1))
                    end do
                end do
            end do
        end do
    end subroutine see

    !> The errors of all maps, passed back: a tile is some weights of all filters times the errors
    !> of some places, for the pixels that these weights meet there.
    subroutine share(layer, view, w, dh, dx)
        integer, intent(in) :: layer(14)
        type(window), intent(in) :: view
        real(wp), intent(in) :: w(*), dh(layer(h_out)*layer(w_out), layer(c_out))
        real(wp), intent(inout) :: dx(*)
        real(wp) :: pixels(view%pixels + lanes), panel(lanes, depth), tile(lanes, rows)
        integer(int64) :: before(rows)
        integer :: first, some, p, k, f, r, j

        pixels = 0
        do first = 0, layer(c_out) - 1, depth
            some = min(depth, layer(c_out) - first)
            do p = 1, view%places, lanes
                do f = 1, some
                    call take_places(view, p, dh(:, first + f), panel(:, f))
                end do
                do k = 1, view%weights, rows
                    do r = 1, rows
                        before(r) = first*kernel_of(layer) + min(k + r - 1, view%weights) &
                                    + view%first_weight - 2
                    end do
                    tile = 0
                    call add_tile(some, w, before, int(kernel_of(layer), int64), panel, lanes, tile)
                    do r = 1, min(rows, view%weights - k + 1)
                        j = view%offset(k + r - 1) + p
                        pixels(j:j + lanes - 1) = pixels(j:j + lanes - 1) + tile(:, r)
                    end do
                end do
            end do
        end do
        do p = 1, view%pixels
            if (view%pixel(p) > 0) dx(view%pixel(p)) = dx(view%pixel(p)) + pixels(p)
        end do
    end subroutine share

    !> The errors of all maps, added up for depth weights of lanes filters, from the first of each
    !> on: a tile is what some weights meet at all places times the errors there.
    subroutine blame(layer, view, f, first, x, dh, dw)
        integer, intent(in) :: layer(14), f, first
        type(window), intent(in) :: view
        real(wp), intent(in) :: x(*), dh(layer(h_out)*layer(w_out), layer(c_out))
        real(wp), intent(inout) :: dw(lanes, depth + rows)
        real(wp) :: pixels(view%pixels + lanes), panel(lanes, depth)
        integer(int64) :: before(rows)
        integer :: weights, some, p, q, k, r, j

        call window_look(view, x, pixels)
        weights = min(depth, view%weights - first)
        do p = 0, view%places - 1, depth
            some = min(depth, view%places - p)
            panel(:, :some) = 0
            do j = 1, min(lanes, layer(c_out) - f + 1)
                do q = 1, some
                    if (view%place(p + q) > 0) panel(j, q) = dh(view%place(p + q), f + j - 1)
                end do
            end do
            do k = 1, weights, rows
                do r = 1, rows
                    before(r) = view%offset(first + min(k + r - 1, weights)) + p
                end do
                call add_tile(some, pixels, before, 1_int64, panel, lanes, dw(1, k))
            end do
        end do
    end subroutine blame

    !> Slide each filter over the image: at each place the sum of pixel times weight.
    subroutine conv_forward(n, d_in, d_out, weights, layer, x, w, h)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), w(weights)
        real(wp), intent(out) :: h(d_out, n)
        type(window) :: view
        logical :: found
        integer :: s

        call window_first(layer, view, found)
        do while (found)
            !$omp parallel do default(none) shared(n, layer, view, x, w, h) &
            !$omp if (int(n, int64)*d_out*kernel_of(layer) > many)
            do s = 1, n
                call see(layer, view, x(:, s), w, h(:, s))
            end do
            call window_next(layer, view, found)
        end do
    end subroutine conv_forward

    !> Pass the error back to the pixels: each gets dh w from every place that saw it.
    subroutine conv_backward(n, d_in, d_out, weights, layer, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: w(weights), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)
        type(window) :: view
        logical :: found
        integer :: s

        !$omp parallel do default(none) shared(n, dx) if (int(n, int64)*d_in > many/8)
        do s = 1, n
            dx(:, s) = 0
        end do
        call window_first(layer, view, found)
        do while (found)
            !$omp parallel do default(none) shared(n, layer, view, w, dh, dx) &
            !$omp if (int(n, int64)*d_out*kernel_of(layer) > many)
            do s = 1, n
                call share(layer, view, w, dh(:, s), dx(:, s))
            end do
            call window_next(layer, view, found)
        end do
    end subroutine conv_backward

    !> Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.
    subroutine conv_gradient(n, d_in, d_out, weights, layer, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(weights)
        type(window) :: view
        logical :: found
        integer :: f, first

        dw = 0
        call window_first(layer, view, found)
        do while (found)
            do f = 1, layer(c_out), lanes
                do first = 0, view%weights - 1, depth
                    call add_gradient(n, d_in, d_out, kernel_of(layer), layer, view, f, first, x, &
                                      dh, dw)
                end do
            end do
            call window_next(layer, view, found)
        end do
        call bias_gradient(n, layer(h_out)*layer(w_out), layer(c_out), dh, &
                           dw(layer(c_out)*kernel_of(layer) + 1))
    end subroutine conv_gradient

    !> The gradient of the biases, whose node is -1: less the sum of all errors of a map.
    subroutine bias_gradient(n, places, filters, dh, dbias)
        integer, intent(in) :: n, places, filters
        real(wp), intent(in) :: dh(places, filters, n)
        real(wp), intent(out) :: dbias(filters)
        integer :: f, s

        !$omp parallel do default(none) shared(n, places, filters, dh, dbias) &
        !$omp if (int(n, int64)*filters*places > many/8)
        do f = 1, filters
            dbias(f) = 0
            do s = 1, n
                dbias(f) = dbias(f) - sum(dh(:, f, s))
            end do
        end do
    end subroutine bias_gradient

    !> The gradient of some filters, as far as some weights of a window: part by part of the batch.
    subroutine add_gradient(n, d_in, d_out, kernel, layer, view, f, first, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out, kernel, layer(14), f, first
        type(window), intent(in) :: view
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(inout) :: dw(kernel, layer(c_out))
        real(wp) :: total(lanes, depth + rows)
        integer :: begin, s, j, k

        !$omp parallel do ordered schedule(static, 1) default(none) private(s, total, j, k) &
        !$omp shared(n, layer, view, f, first, x, dh, dw) &
        !$omp if (int(n, int64)*d_out*kernel > many)
        do begin = 1, n, part
            total = 0
            do s = begin, min(begin + part - 1, n)
                call blame(layer, view, f, first, x(:, s), dh(:, s), total)
            end do
            !$omp ordered
            do j = 1, min(lanes, layer(c_out) - f + 1)
                do k = 1, min(depth, view%weights - first)
                    associate (dw_k => dw(view%first_weight + first + k - 1, f + j - 1))
                        dw_k = dw_k + total(j, k)
                    end associate
                end do
            end do
            !$omp end ordered
        end do
    end subroutine add_gradient

    !> The largest pixel of each block in a row of blocks, and which one it is, counted along the
    !> image from the first pixel: the first on a tie. Compare and select, without branches.
    subroutine find_largest(layer, x, largest, which)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(kernel_h))
        real(wp), intent(out) :: largest(layer(w_out))
        integer, intent(out) :: which(layer(w_out))
        integer :: i, j, z, pixel

        largest = x(1:layer(w_out)*layer(kernel_w):layer(kernel_w), 1)
        which = 0
        do i = 1, layer(kernel_h)
            do j = 1, layer(kernel_w)
                pixel = (i - 1)*layer(w_in) + j - 1
                do z = 1, layer(w_out)
                    associate (value => x((z - 1)*layer(kernel_w) + j, i))
                        which(z) = merge(pixel, which(z), value > largest(z))
                        largest(z) = merge(value, largest(z), value > largest(z))
                    end associate
                end do
            end do
        end do
    end subroutine find_largest

    !> One map, pooled.
    subroutine pool(layer, x, a)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in))
        real(wp), intent(out) :: a(layer(w_out), layer(h_out))
        real(wp) :: block
        integer :: which(layer(w_out)), y, z, top, left

        block = real(layer(kernel_h)*layer(kernel_w), wp)
        do y = 1, layer(h_out)
            top = (y - 1)*layer(kernel_h) + 1
            if (layer(kind_of) == max_pool) then
                call find_largest(layer, x(1, top), a(1, y), which)
            else
                do z = 1, layer(w_out)
                    left = (z - 1)*layer(kernel_w) + 1
                    a(z, y) = sum(x(left:left + layer(kernel_w) - 1, &
                                    top:top + layer(kernel_h) - 1))/block
                end do
            end if
        end do
    end subroutine pool

    !> The errors of one pooled map, passed back to its pixels.
    subroutine spread(layer, x, da, dx)
        integer, intent(in) :: layer(14)
        real(wp), intent(in) :: x(layer(w_in), layer(h_in)), da(layer(w_out), layer(h_out))
        real(wp), intent(out) :: dx(layer(w_in)*layer(h_in))
        real(wp) :: largest(layer(w_out)), block
        integer :: which(layer(w_out)), y, z, i, top, left

        block = real(layer(kernel_h)*layer(kernel_w), wp)
        dx = 0
        do y = 1, layer(h_out)
            top = (y - 1)*layer(kernel_h)
            if (layer(kind_of) == max_pool) call find_largest(layer, x(1, top + 1), largest, which)
            do z = 1, layer(w_out)
                left = top*layer(w_in) + (z - 1)*layer(kernel_w) + 1
                if (layer(kind_of) == max_pool) then
                    dx(left + which(z)) = da(z, y)
                else
                    do i = 1, layer(kernel_h)
                        dx(left:left + layer(kernel_w) - 1) = da(z, y)/block
                        left = left + layer(w_in)
                    end do
                end if
            end do
        end do
    end subroutine spread

    !> Keep the largest, or the mean, of each block of pixels.
    subroutine pool_forward(n, d_in, d_out, layer, x, a)
        integer, intent(in) :: n, d_in, d_out, layer(14)
        real(wp), intent(in) :: x(d_in, n)
        real(wp), intent(out) :: a(d_out, n)
        integer :: s, c, pixel, place

        !$omp parallel do default(none) shared(n, layer, x, a) private(c, pixel, place) &
        !$omp if (int(n, int64)*d_in > many/8)
        do s = 1, n
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
        !$omp if (int(n, int64)*d_in > many/8)
        do s = 1, n
            do c = 0, layer(c_in) - 1
                pixel = c*layer(h_in)*layer(w_in) + 1
                place = c*layer(h_out)*layer(w_out) + 1
                call spread(layer, x(pixel:, s), da(place:, s), dx(pixel:, s))
            end do
        end do
    end subroutine pool_backward

end module filters
