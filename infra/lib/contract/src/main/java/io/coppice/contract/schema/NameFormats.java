package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.like;
import static io.coppice.contract.schema.ScalarFormat.of;

import io.coppice.contract.calendar.CalendarEvent;
import io.coppice.contract.word.Malformed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names and identifiers of many things, and texts of general use. */
final class NameFormats {
    private NameFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        f.put("string", of(text -> true, ""));
        f.put("pve-configid", like("(?i)[a-z][a-z0-9_\\-]+", "invalid configuration ID '%s'"));
        f.put("pve-vmid", like("[1-9]\\d{2,8}", "value does not look like a valid VM ID"));
        f.put("pve-node", like(ScalarFormat.DNS_LABEL, "value does not look like a valid node name"));
        f.put("pve-tag", like("(?i)[a-z0-9_][a-z0-9_\\-+.]*", "invalid characters in tag"));
        f.put("urlencoded", like("[-%a-zA-Z0-9_.!~*'()]*", "invalid urlencoded string: %s"));
        String mail = "[\\w+\\-~]+(?:\\.[\\w+\\-~]+)*";
        String at = "@[a-zA-Z0-9\\-]+(?:\\.[a-zA-Z0-9\\-]+)*";
        f.put("email", like(mail + at, "value does not look like a valid email address"));
        f.put(
                "email-or-username",
                like(mail + "(?:" + at + ")?", "value does not look like a valid email address or user name"));
        f.put("pve-task-status-type", like("(?i)ok|error|warning|unknown", "Invalid task status type '%s'"));
        f.put(
                "pve-day-of-week",
                like("(?i)mon|tue|wed|thu|fri|sat|sun", "value '%s' does not look like a valid day of week"));
        String replicated = "[1-9]\\d{2,8}-\\d{1,9}";
        f.put("pve-replication-job-id", like(replicated, "value '%s' does not look like a valid job ID"));
        f.put("pve-ha-resource-id", like("[a-z]+:\\S+", "value '%s' does not look like a valid ha resource id"));
        f.put(
                "pve-ha-resource-or-vm-id",
                like("[a-z]+:\\S+|\\d+", "value '%s' does not look like a valid ha resource id"));
        f.put(
                "pve-ha-node",
                like(ScalarFormat.DNS_LABEL + "(?::\\d+)?", "value '%s' does not look like a valid ha group node"));
        f.put(
                "acme-plugin-id",
                like("(?i)[a-z][a-z0-9\\-_.]*[a-z0-9]", "ACME plugin ID '%s' contains illegal characters"));
        String domain = "(?:\\*\\.)?" + ScalarFormat.DNS_NAME;
        f.put("pve-acme-domain", like(domain, "value does not look like a valid DNS name"));
        f.put("pve-acme-alias", like(ScalarFormat.DNS_NAME, "value does not look like a valid DNS name"));
        f.put(
                "graphite-path",
                like("[a-zA-Z0-9_\\-]+(?:\\.[a-zA-Z0-9_\\-]+)*", "value '%s' is not a valid graphite path"));
        pem(f);
        f.put("pve-command-batch", like("(?s)\\s*\\[.*\\]\\s*", "invalid JSON: an array of commands is expected"));
        f.put("pve-calendar-event", NameFormats::calendar);
        return f;
    }

    private static Optional<String> calendar(String text) {
        try {
            CalendarEvent.parse(text);
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.of("unable to parse calendar event - " + e.getMessage());
        }
    }

    private static void pem(Map<String, ScalarFormat> f) {
        String base64 = "[A-Za-z0-9+/\\s]+={0,2}\\s*";
        String certificate = "\\s*-----BEGIN CERTIFICATE-----\\s*" + base64 + "-----END CERTIFICATE-----\\s*";
        f.put("pem-certificate", like(certificate, "not a valid PEM-formatted certificate"));
        f.put("pem-certificate-chain", like("(?:" + certificate + ")+", "not a valid PEM-formatted certificate chain"));
        String any = "\\s*-----BEGIN ([^\\n-]+)-----\\s*" + base64 + "-----END \\1-----\\s*";
        f.put("pem-string", like(any, "not a valid PEM-formatted string."));
    }
}
