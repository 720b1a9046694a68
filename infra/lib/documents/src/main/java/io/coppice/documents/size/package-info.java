/**
 * Sizes with units, converted between them.
 *
 * <p>Invariant: rounding is the caller's word, never a surprise. Sizes of disks in configurations are {@code
 * io.coppice.contract.schema.DiskSize}.
 */
@NullMarked
package io.coppice.documents.size;

import org.jspecify.annotations.NullMarked;
