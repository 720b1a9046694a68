/** Loops that bring what is nearer to what should be; they take no input. */
@NullMarked
package io.coppice.servicekit.reconcile;

import org.jspecify.annotations.NullMarked;
