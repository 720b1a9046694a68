/**
 * The words of the platform: small values that validate when they are made.
 *
 * <p>Invariant: a word that exists is well-formed, so nothing behind the edge checks it again. Words hold no behaviour
 * of the domain and do no I/O.
 */
@NullMarked
package io.coppice.contract.word;

import org.jspecify.annotations.NullMarked;
