/** The file of interfaces and the one that waits beside it. Every write is whole: a new file in place of the old. */
@NullMarked
package io.coppice.network.file;

import org.jspecify.annotations.NullMarked;
