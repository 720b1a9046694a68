/**
 * Serving endpoints and calling them, in one process and over unix sockets, with the same handler code.
 *
 * <p>Invariant: whoever carries a call is not believed about who the user is. Credentials travel and every service
 * checks them, the parameters and the guard itself before a handler runs. Only what comes through a service's own
 * socket (mode 0600) may name a caller.
 */
@NullMarked
package io.coppice.servicekit.serve;

import org.jspecify.annotations.NullMarked;
