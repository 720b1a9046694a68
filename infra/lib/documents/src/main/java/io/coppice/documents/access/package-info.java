/**
 * {@code user.cfg}: users, tokens, groups, pools, roles and the access control list, line by line.
 *
 * <p>Invariant: what is read and written again is the same text up to order; what names
 * something that is not there is dropped when it is read. Nothing here decides a permission.
 */
@NullMarked
package io.coppice.documents.access;

import org.jspecify.annotations.NullMarked;
