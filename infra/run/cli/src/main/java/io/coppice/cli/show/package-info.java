/**
 * Answers as tables, lines and JSON.
 *
 * <p>Pure: values in, text out.
 */
@NullMarked
package io.coppice.cli.show;

import org.jspecify.annotations.NullMarked;
