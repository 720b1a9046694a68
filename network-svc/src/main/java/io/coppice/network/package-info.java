/** The host's network: bridges, bonds and VLANs of /etc/network/interfaces. */
@NullMarked
package io.coppice.network;

import org.jspecify.annotations.NullMarked;
