package io.coppice.compute.distro;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.Sha2Crypt;

/** The root of a new container: its password and who may log in by key. */
final class Accounts {
    private static final int FOLDER = 0700;
    private static final int FILE = 0600;

    private Accounts() {}

    /** In shadow(5), or where there is none in passwd(5). */
    static void password(RootFolder root, String password) throws IOException {
        String hash = Sha2Crypt.sha256Crypt(password.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Optional<String> shadow = root.read("etc/shadow");
        if (shadow.isPresent()) {
            root.write(
                    "etc/shadow",
                    changed(shadow.get(), hash, Optional.of(LocalDate.now().toEpochDay())));
        } else if (root.read("etc/passwd").isPresent()) {
            root.write("etc/passwd", changed(root.read("etc/passwd").orElse(""), hash, Optional.empty()));
        }
    }

    private static String changed(String text, String hash, Optional<Long> day) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields[0].equals("root") && fields.length > 2) {
                fields[1] = hash;
                if (day.isPresent()) {
                    fields[2] = day.get().toString();
                }
                lines.add(String.join(":", fields));
            } else {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    static void keys(RootFolder root, String keys) throws IOException {
        String folder = home(root) + "/.ssh";
        root.folder(folder, FOLDER);
        String file = folder + "/authorized_keys";
        root.write(file, Section.put(root.read(file).orElse(""), keys.strip() + "\n"), FILE);
    }

    private static String home(RootFolder root) throws IOException {
        for (String line : root.read("etc/passwd").orElse("").lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields[0].equals("root") && fields.length > 5 && fields[5].startsWith("/")) {
                return fields[5];
            }
        }
        return "root";
    }
}
