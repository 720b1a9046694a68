/** Doors to the host: programs that show and change its network. Everything here can be done in a network namespace. */
@NullMarked
package io.coppice.network.host;

import org.jspecify.annotations.NullMarked;
