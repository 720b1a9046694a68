/**
 * Configurations of guests: options, what is pending, snapshots, special sections, and the notes kept as comments.
 *
 * <p>Invariant: printing what was read gives the canonical text, and reading that gives the same value. Which options there
 * are is given from outside; nothing here knows a virtual machine.
 */
@NullMarked
package io.coppice.documents.guest;

import org.jspecify.annotations.NullMarked;
