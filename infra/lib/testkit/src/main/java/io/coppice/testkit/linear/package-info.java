/**
 * Whether what many clients were told at once could have been, had each of their operations happened at one moment.
 *
 * <p>Invariant: an operation whose answer nobody saw may have happened at any time after its call, or never. Who the clients
 * are, and what they speak to, is not known here.
 */
@NullMarked
package io.coppice.testkit.linear;

import org.jspecify.annotations.NullMarked;
