/**
 * What figures were, drawn: a PNG of 800 by 200 pixels, and the folder that keeps the last ones.
 *
 * <p>Not here: where the figures come from.
 */
@NullMarked
package io.coppice.metrics.picture;

import org.jspecify.annotations.NullMarked;
