/**
 * The bytes of changes, outcomes and whole states: a small format of our own, alike on every node.
 *
 * <p>Numbers are variable-length (LEB128, zigzag where they may be negative), texts are UTF-8 behind their length, a
 * choice is one byte. What a byte means never changes; what is new gets a new byte, and a program that does not know it
 * stops. Not here: what anything means.
 */
@NullMarked
package io.coppice.store.codec;

import org.jspecify.annotations.NullMarked;
