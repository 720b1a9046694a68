/** Changes of definitions. Pure: nothing is read or written here, and nothing is half changed. */
@NullMarked
package io.coppice.network.change;

import org.jspecify.annotations.NullMarked;
