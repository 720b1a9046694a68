/**
 * Endpoints of events: pages of what happened, and what events look like.
 *
 * <p>Invariant: ours alone. Whoever logged in may ask, and gets what it may see at that moment.
 */
@NullMarked
package io.coppice.contract.api.event;

import org.jspecify.annotations.NullMarked;
