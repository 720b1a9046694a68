package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.Printers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pveum}: users and what they may do; with the former spellings, {@code useradd} for {@code user add}. */
final class Pveum {
    private static final String USER = "/access/users/{userid}";
    private static final String TOKEN = USER + "/token/{tokenid}";

    static final Program PROGRAM = new Program("pveum", "Manage users, groups, roles and what they may do.", verbs());

    private Pveum() {}

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>();
        all.addAll(users());
        all.addAll(tokens());
        all.addAll(sections("group", "/access/groups", "groupid", "groupid", "comment", "users"));
        all.addAll(sections("role", "/access/roles", "roleid", "roleid", "privs", "special"));
        all.addAll(sections("realm", "/access/domains", "realm", "realm", "type", "comment"));
        all.add(verb("realm sync", "POST /access/domains/{realm}/sync").takes("realm"));
        all.addAll(sections("pool", "/pools", "poolid", "poolid", "comment"));
        all.add(verb("acl list", "GET /access/acl")
                .prints(Printers.columns("path", "type", "ugid", "roleid", "propagate")));
        all.add(verb("acl modify", "PUT /access/acl").orCalled("aclmod").takes("path"));
        all.add(verb("acl delete", "PUT /access/acl")
                .orCalled("acldel")
                .takes("path")
                .with("delete", true));
        all.add(verb("passwd", "PUT /access/password").takes("userid").asks("password"));
        all.add(verb("ticket", "POST /access/ticket")
                .takes("username")
                .asks("password")
                .prints(Printers.only("ticket")));
        return all;
    }

    private static List<Verb> users() {
        List<Verb> all = new ArrayList<>(sections(
                "user", "/access/users", "userid", "userid", "comment", "email", "enable", "expire", "groups"));
        all.add(verb("user permissions", "GET /access/permissions")
                .takes("userid")
                .prints(Printers::permissions));
        all.add(verb("user tfa list", "GET /access/tfa/{userid}").takes("userid"));
        all.add(verb("user tfa unlock", "PUT " + USER + "/unlock-tfa").takes("userid"));
        all.add(verb("user tfa delete", "DELETE /access/tfa/{userid}/{id}").takes("userid", "id"));
        return all;
    }

    private static List<Verb> tokens() {
        return List.of(
                verb("user token list", "GET " + USER + "/token")
                        .takes("userid")
                        .prints(Printers.columns("tokenid", "comment", "expire", "privsep")),
                verb("user token add", "POST " + TOKEN).takes("userid", "tokenid"),
                verb("user token modify", "PUT " + TOKEN).takes("userid", "tokenid"),
                verb("user token remove", "DELETE " + TOKEN)
                        .orCalled("user token delete")
                        .takes("userid", "tokenid"),
                verb("user token permissions", "GET /access/permissions")
                        .takes("userid", "tokenid")
                        .completedBy(Pveum::token)
                        .prints(Printers::permissions));
    }

    /** What there are many of, each with a name of its own. */
    private static List<Verb> sections(String word, String all, String key, String... columns) {
        String one = all + "/{" + key + "}";
        return List.of(
                verb(word + " list", "GET " + all).prints(Printers.columns(columns)),
                verb(word + " add", "POST " + all).orCalled(word + "add").takes(key),
                verb(word + " modify", "PUT " + one).orCalled(word + "mod").takes(key),
                verb(word + " delete", "DELETE " + one).orCalled(word + "del").takes(key));
    }

    /** The endpoint knows a token by one name. */
    private static Map<String, Object> token(Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        Object token = all.remove("tokenid");
        all.put("userid", given.get("userid") + "!" + token);
        return all;
    }
}
