/**
 * Roles, the access control list, and what somebody may do by it.
 *
 * <p>Invariant: all grants on one path are one section of user.cfg, written whole.
 */
@NullMarked
package io.coppice.auth.grant;

import org.jspecify.annotations.NullMarked;
