!> The convolutional network program: read images, train filters and dense layers, test
!> them; or answer with what they have learnt. docs/training.md says what comes out.
program main
    use algorithm, only: procedures
    use augment, only: augment_parse
    use cnn, only: count_neurons, forward, train_epoch
    use descent, only: descent_train
    use files, only: files_make_folder
    use filters, only: activation_of, average_pool, dense_layer, kind_of, max_pool
    use layers, only: cross_entropy, quadratic_loss, kind_leaky_relu, kind_linear, kind_relu, &
                      kind_sigmoid, kind_softmax, kind_tanh
    use learning, only: learning_begin, learning_options, learning_read, learning_run
    use network, only: network_parse
    use options, only: option, option_table, options_given, options_parse, options_text
    use outcome, only: outcome_finish, outcome_predict, outcome_print_head, outcome_read_model
    use program, only: bad_input, program_allocated, program_fail
    use text, only: text_of, text_shown
    use training_command, only: training_table
    implicit none

    character(*), parameter :: name = 'cnn'
    type(option_table) :: table
    type(learning_run), target :: run

    call describe_options(table)
    call options_parse(table)
    call learning_options(table, 'digits', run)
    run%algorithm = procedures(forward, train_epoch, count_neurons, quadratic_loss, cross_entropy)
    if (options_given(table, '--augment')) then
        call augment_parse(name, options_text(table, '--augment'), run%augment)
    end if
    if (allocated(run%training%predict)) then
        call outcome_read_model(run)
        call make_table(run)
        call outcome_predict(run)
    else
        call learning_read(run)
        call choose_network(run)
        call make_table(run)
        call check_augment(run)
        call learning_begin(run)
        call outcome_print_head(run)
        call files_make_folder(name, run%training%out)
        call descent_train(run)
        call outcome_finish(run)
    end if

contains

    subroutine describe_options(table)
        type(option_table), intent(out) :: table

        table%program = name
        table%width = 18
        table%summary = 'A simple convolutional network: filters over an image, pooling, '// &
                        'dense layers.'
        call training_table([ &
            option('DATA', '', '', 'a .dat file, or a folder with x.npy and y.npy '// &
                   '(default data/digits)'), &
            option('--network', 'TEXT', '', 'its layers, as "I-8.8, C-6.3, P-2, D-10": '// &
                   '6 filters of 3 x 3 pixels,'//new_line('a')//repeat(' ', 20)// &
                   'pools of 2 x 2 (default I-w.h, C-8.3, P-2, C-16.3, P-2, D-c)'), &
            option('--activation', 'F', 'leaky_relu', &
                   'of the layers inside: sigmoid, tanh, relu, leaky_relu or linear'), &
            option('--output', 'F', 'softmax', 'of the last layer: sigmoid, softmax or linear'), &
            option('--loss', 'WORD', '', 'quadratic or cross_entropy '// &
                   '(default quadratic; cross_entropy for softmax)'), &
            option('--beta', 'B', '1', 'slope of the sigmoid'), &
            option('--init', 'WORD', 'he', 'starting weights: uniform, xavier or he'), &
            option('--epochs', 'N', '20', 'stop after N epochs'), &
            option('--batch', 'N', '16', 'rows a step: 1 is online, 0 the full batch'), &
            option('--rate', 'R', '0.02', 'learning rate'), &
            option('--rate-end', 'R', '0', 'learning rate that the decay ends at'), &
            option('--decay', 'D', '', &
                   'decay of the learning rate an epoch (default 0: constant)'), &
            option('--decay-form', 'WORD', 'exponential', 'exponential or linear'), &
            option('--augment', 'LIST', '', &
                   'change the images at each visit: '// &
                   'shift, flip, elastic, noise; as shift=2,flip'), &
            option('--momentum', 'M', '0.9', 'part of the last step that is kept'), &
            option('--patience', 'N', '0', &
                   'stop after N epochs without a lower validation loss, 0: never')], &
            'out/cnn', table%options)
        table%ending = 'The output folder gets network.txt, params.npy, normalization.dat, '// &
                       'checkpoint.npy, history.csv,'//new_line('a')//'run.txt and, for '// &
                       'classes, confusion.csv. See them: make view_cnn'
    end subroutine describe_options

    !> The sentence of two layers of filters for images like those of the data; where they
    !> are none, for a line of numbers.
    function sentence_for(run, outputs) result(sentence)
        type(learning_run), intent(in) :: run
        integer, intent(in) :: outputs
        character(:), allocatable :: sentence
        integer :: axis

        associate (shape => run%training%data%shape, d => run%training%model%d)
            if (size(shape) >= 2 .and. size(shape) <= 3 .and. d == run%training%data%d) then
                sentence = 'I-'//text_of(shape(size(shape)))
                do axis = size(shape) - 1, 1, -1  ! (channels, if there are, height, width)
                    sentence = sentence//'.'//text_of(shape(axis))
                end do
            else
                sentence = 'I-'//text_of(d)//'.1'
            end if
        end associate
        sentence = sentence//', C-8.3, P-2, C-16.3, P-2, D-'//text_of(outputs)
    end function sentence_for

    !> The network given, or that one.
    subroutine choose_network(run)
        type(learning_run), intent(inout) :: run
        integer :: outputs

        outputs = run%training%data%classes
        if (run%training%data%targets > 0) outputs = run%training%data%targets
        associate (network => run%training%model%network, d => run%training%model%d)
            if (.not. allocated(network%sentence)) then
                call network_parse(name, '--network', sentence_for(run, outputs), network)
            end if
            if (network%inputs /= d .or. network%outputs /= outputs) then
                call program_fail(name, bad_input, '--network: expected '//text_of(d)// &
                                  ' inputs and '//text_of(outputs)//' outputs, found '// &
                                  text_of(network%inputs)//' and '//text_of(network%outputs))
            end if
        end associate
    end subroutine choose_network

    !> The network as the algorithm wants it: a row for each layer, its activation last.
    subroutine make_table(run)
        type(learning_run), intent(inout) :: run
        integer, parameter :: activations(0:4) = [kind_sigmoid, kind_tanh, kind_relu, &
                                                  kind_leaky_relu, kind_linear]
        integer, parameter :: outputs(0:2) = [kind_sigmoid, kind_softmax, kind_linear]
        integer :: l

        associate (network => run%training%model%network)
            allocate (run%table(14, network%layers), run%drop(network%layers), stat=l)
            call program_allocated(name, l)
            do l = 1, network%layers
                run%table(:, l) = network%layer(l)%row
                run%table(activation_of, l) = activations(run%activation)
                if (any(run%table(kind_of, l) == [max_pool, average_pool])) then
                    run%table(activation_of, l) = kind_linear
                end if
                run%drop(l) = network%layer(l)%drop
            end do
            run%table(activation_of, network%layers) = outputs(run%output)
        end associate
    end subroutine make_table

    !> Only what is an image can be shifted, flipped and pulled.
    subroutine check_augment(run)
        type(learning_run), intent(in) :: run

        if (run%table(kind_of, 1) /= dense_layer) return
        if (run%augment%shift + run%augment%elastic == 0 .and. .not. run%augment%flip) return
        call program_fail(name, bad_input, '--augment: expected noise for a network without '// &
                          'C and P, found "'//text_shown(run%augment%list)//'"')
    end subroutine check_augment

end program main
