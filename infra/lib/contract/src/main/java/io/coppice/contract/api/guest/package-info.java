/**
 * Endpoints of virtual machines: made, configured, switched, looked at, removed.
 *
 * <p>Invariant: what takes a configuration derives its parameters from {@link io.coppice.contract.guest.VmOptions}.
 */
@NullMarked
package io.coppice.contract.api.guest;

import org.jspecify.annotations.NullMarked;
