/* What a program built with OpenACC asks of a graphics card: how often, how much, how long.
 *
 *     gcc -shared -fPIC benchmarks/gpu_profile.c -o gpu_profile.so
 *     ACC_PROFLIB=./gpu_profile.so ./kmeans
 *
 * OpenACC 2.6, section 5: the runtime loads the library and calls it at every event. At the end one
 * line for each kind of event goes to stderr, or to the file that GPU_PROFILE names:
 *
 *     loops 24 0.0031 s           compute constructs, whether on the card or on the host
 *     launches 24 0.0004 s        what was started on the card (not on the host)
 *     up 61 1.25 MB 0.0007 s      copies to the card
 *     down 40 0.31 MB 0.0005 s    copies back
 *     kernel 24 gangs 400 x 32 NAME   one line for each loop: its largest number of gangs
 */
#include <acc_prof.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KERNELS = 64 };

struct tally {
    long times;
    double bytes, seconds, begin;
};

static struct tally loops, launches, up, down;
static struct {
    char name[80];
    long times;
    unsigned long gangs, lanes;
} kernels[KERNELS];

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void begin(struct tally *tally, double bytes)
{
    tally->times++;
    tally->bytes += bytes;
    tally->begin = now();
}

static void end(struct tally *tally)
{
    tally->seconds += now() - tally->begin;
}

static void count_kernel(const acc_launch_event_info *launch)
{
    const char *name = launch->kernel_name ? launch->kernel_name : "?";
    for (int i = 0; i < KERNELS; i++) {
        if (kernels[i].times == 0)
            snprintf(kernels[i].name, sizeof kernels[i].name, "%s", name);
        if (strncmp(kernels[i].name, name, sizeof kernels[i].name - 1) != 0)
            continue;
        kernels[i].times++;
        if (launch->num_gangs > kernels[i].gangs)
            kernels[i].gangs = launch->num_gangs;
        kernels[i].lanes = launch->num_workers * launch->vector_length;
        return;
    }
}

static void note(acc_prof_info *profile, acc_event_info *event, acc_api_info *api)
{
    (void)api;
    switch (profile->event_type) {
    case acc_ev_compute_construct_start: begin(&loops, 0); break;
    case acc_ev_compute_construct_end: end(&loops); break;
    case acc_ev_enqueue_launch_start:
        begin(&launches, 0);
        count_kernel(&event->launch_event);
        break;
    case acc_ev_enqueue_launch_end: end(&launches); break;
    case acc_ev_enqueue_upload_start: begin(&up, (double)event->data_event.bytes); break;
    case acc_ev_enqueue_upload_end: end(&up); break;
    case acc_ev_enqueue_download_start: begin(&down, (double)event->data_event.bytes); break;
    case acc_ev_enqueue_download_end: end(&down); break;
    default: break;
    }
}

static void report(void)
{
    const char *path = getenv("GPU_PROFILE");
    FILE *file = path ? fopen(path, "w") : stderr;
    if (!file)
        return;
    fprintf(file, "loops %ld %.4f s\n", loops.times, loops.seconds);
    fprintf(file, "launches %ld %.4f s\n", launches.times, launches.seconds);
    fprintf(file, "up %ld %.3f MB %.4f s\n", up.times, up.bytes / 1e6, up.seconds);
    fprintf(file, "down %ld %.3f MB %.4f s\n", down.times, down.bytes / 1e6, down.seconds);
    for (int i = 0; i < KERNELS && kernels[i].times > 0; i++)
        fprintf(file, "kernel %ld gangs %lu x %lu %s\n", kernels[i].times, kernels[i].gangs,
                kernels[i].lanes, kernels[i].name);
    if (path)
        fclose(file);
}

/* The name is OpenACC's: what the runtime looks for. */
void acc_register_library(acc_prof_reg reg, acc_prof_reg unreg, acc_prof_lookup_func lookup)
{
    (void)unreg;
    (void)lookup;
    for (acc_event_t event = acc_ev_compute_construct_start; event <= acc_ev_enqueue_download_end;
         event++)
        reg(event, note, acc_reg);
    atexit(report);
}
