/** What may be said of a host's network interface. */
@NullMarked
package io.coppice.contract.network;

import org.jspecify.annotations.NullMarked;
