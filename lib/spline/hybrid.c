#include "spline/allocation_impl.h"
const paramod_i_method *paramod_i_hybrid(void) { return paramod_i_autoknots(); }
