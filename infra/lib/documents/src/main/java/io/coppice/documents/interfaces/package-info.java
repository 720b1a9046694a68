/**
 * {@code /etc/network/interfaces} as interfaces(5) and ifupdown2 have it. What is read and written again means the same:
 * options that are not known, sourced files and the order of stanzas stay. What is running is given in ({@link
 * io.coppice.documents.interfaces.Links}); nothing is looked up here, and sourced files are named but not read.
 */
@NullMarked
package io.coppice.documents.interfaces;

import org.jspecify.annotations.NullMarked;
