/**
 * Streams of events: the node's feed followed once, the newest events kept in memory, and a subscription for each client
 * that reads them at its own pace.
 *
 * <p>Invariant: a client costs its cursor and its socket's bounded queue, however slow it is; it gets no event twice, none
 * is left out, and each is looked at under what the client may see at that moment. It knows nothing of HTTP.
 */
@NullMarked
package io.coppice.gateway.stream;

import org.jspecify.annotations.NullMarked;
