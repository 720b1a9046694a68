package io.coppice.auth.grant;

import java.util.regex.Pattern;

/** The paths that grants can be on. */
final class AclPaths {
    private static final String NAME = "[A-Za-z0-9._-]+";
    private static final Pattern KNOWN = Pattern.compile("/"
            + "|/access(/(groups|realm)(/" + NAME + ")?)?"
            + "|/nodes(/" + NAME + ")?"
            + "|/pool(/" + NAME + "){0,3}"
            + "|/sdn(/(controllers|dns|fabrics|ipams|prefix-lists|route-maps)(/" + NAME + ")?)?"
            + "|/sdn/zones(/" + NAME + "(/" + NAME + "(/[1-9][0-9]{0,3})?)?)?"
            + "|/storage(/" + NAME + ")?"
            + "|/vms(/[1-9][0-9]{2,8})?"
            + "|/mapping(/(dir|pci|usb)(/" + NAME + ")?)?");

    private AclPaths() {}

    static boolean isKnown(String normalPath) {
        return KNOWN.matcher(normalPath).matches();
    }
}
