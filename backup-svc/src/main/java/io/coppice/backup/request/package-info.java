/**
 * What a call of {@code vzdump} asks for: which guests, what holds where it does not say it, who may.
 *
 * <p>Invariant: what is asked for and cannot be done is refused by its name before anything begins, never passed over.
 */
@NullMarked
package io.coppice.backup.request;

import org.jspecify.annotations.NullMarked;
