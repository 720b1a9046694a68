/** Serving endpoints and calling them, in one process and over unix sockets, with the same handler code. */
@NullMarked
package io.coppice.servicekit.serve;

import org.jspecify.annotations.NullMarked;
