/**
 * Who lives in a simulated cluster: nodes, storages, guests, pools and users that could be somebody's, the same for the same
 * seed.
 *
 * <p>Invariant: what is drafted follows from the numbers and the seed alone; putting it into the truth takes few large
 * changes.
 */
@NullMarked
package io.coppice.standalone.population;

import org.jspecify.annotations.NullMarked;
