/**
 * The ways to an API: sockets of the node on this machine, TLS to one elsewhere.
 *
 * <p>Invariant: no call goes without a ticket or a token, and none past the gateway.
 */
@NullMarked
package io.coppice.cli.door;

import org.jspecify.annotations.NullMarked;
