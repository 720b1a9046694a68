/**
 * Lists as a client wants them: filtered, sorted, a page of them, with some fields alone. Pure; the dispatcher applies it to
 * what a handler answered, so that no handler knows of it. What is not asked for is not touched.
 */
@NullMarked
package io.coppice.servicekit.list;

import org.jspecify.annotations.NullMarked;
