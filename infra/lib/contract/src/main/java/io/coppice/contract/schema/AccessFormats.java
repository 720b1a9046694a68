package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.like;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Users, realms, groups, roles, pools and tokens. */
final class AccessFormats {
    private static final String NAME = "[A-Za-z0-9.\\-_]+";
    private static final String REALM = "[A-Za-z][A-Za-z0-9.\\-_]+";
    private static final Pattern USER = Pattern.compile("[^\\s:/]+@" + REALM);

    private AccessFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        f.put("pve-realm", like(REALM, "value does not look like a valid realm"));
        f.put("pve-userid", AccessFormats::user);
        f.put(
                "pve-tokenid",
                like("[^\\s:/]+@" + REALM + "!" + REALM, "value '%s' does not look like a valid token ID"));
        f.put("pve-groupid", like(NAME, "group name '%s' contains invalid characters"));
        f.put("pve-roleid", like(NAME, "role name '%s' contains invalid characters"));
        f.put("pve-poolid", like(NAME + "(?:/" + NAME + "){0,2}", "value '%s' does not look like a valid pool name"));
        f.put("pve-priv", like("[A-Z][A-Za-z]+(?:\\.[A-Z][A-Za-z]+)+", "invalid privilege '%s'"));
        f.put(
                "ldap-simple-attr",
                like("[a-zA-Z][a-zA-Z0-9\\-]*", "value '%s' does not look like a simple ldap attribute name"));
        return f;
    }

    private static Optional<String> user(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 3) {
            return Optional.of("user name '" + text + "' is too short");
        }
        if (length > 64) {
            return Optional.of("user name '" + text + "' is too long (" + length + " > 64)");
        }
        return USER.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("value '" + text + "' does not look like a valid user name");
    }
}
