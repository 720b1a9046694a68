/** Bringing the network up to its file, and back. A change that nobody confirms goes back, also after a crash. */
@NullMarked
package io.coppice.network.apply;

import org.jspecify.annotations.NullMarked;
