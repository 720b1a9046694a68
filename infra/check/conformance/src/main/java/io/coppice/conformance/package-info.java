/**
 * Compares Coppice with facts about the API that lie outside of it: the contract and suites of cases, read from folders.
 *
 * <p>Invariant: a suite holds no case and no expectation of its own; without its files it is skipped with a word. It is not
 * a test framework: JUnit and the command line both ask {@link io.coppice.conformance.Suites#all()}.
 */
@NullMarked
package io.coppice.conformance;

import org.jspecify.annotations.NullMarked;
