/**
 * What a request shows of its sender: the ticket or token, found where clients put them.
 *
 * <p>Invariant: cookie first, then Authorization; what is found is checked by the access library, never here.
 */
@NullMarked
package io.coppice.gateway.session;

import org.jspecify.annotations.NullMarked;
