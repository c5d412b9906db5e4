#include "support/device.h"

#ifdef _OPENACC
#include <openacc.h>

bool device_built(void)
{
    return true;
}

bool device_use(bool gpu)
{
    if (gpu && acc_get_num_devices(acc_device_not_host) == 0)
        return false;
    acc_set_device_type(gpu ? acc_device_not_host : acc_device_host);
    return true;
}

const char *device_name(void)
{
    const acc_device_t type = acc_get_device_type();
    if (type == acc_device_host)
        return "the host";
    return acc_get_property_string(acc_get_device_num(type), type, acc_property_name);
}

#else

bool device_built(void)
{
    return false;
}

bool device_use(bool gpu)
{
    return !gpu;
}

const char *device_name(void)
{
    return "the host";
}

#endif
