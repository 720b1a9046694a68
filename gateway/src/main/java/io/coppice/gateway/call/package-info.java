/**
 * One call's way through the gateway: who asks, may it, is it well-formed, and on to the service that owns it.
 *
 * <p>Invariant: a refusal that needs no object costs no hop, and what goes on to a service is built anew from what was
 * parsed. The service checks all of it again.
 */
@NullMarked
package io.coppice.gateway.call;

import org.jspecify.annotations.NullMarked;
