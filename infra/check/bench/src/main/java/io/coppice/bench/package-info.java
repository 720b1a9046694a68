/**
 * How fast the product is, beside what anybody can install.
 *
 * <p>Invariant: what is compared runs in turns within one run, since machines are noisy; ratios count, not figures alone.
 */
@NullMarked
package io.coppice.bench;

import org.jspecify.annotations.NullMarked;
