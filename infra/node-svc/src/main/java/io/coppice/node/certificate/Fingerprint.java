package io.coppice.node.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** SHA-256 of a certificate in upper-case hex with colons, as clients pin it. */
public final class Fingerprint {
    private static final HexFormat FORM = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprint() {}

    /** @return empty text for what cannot be encoded, which no list holds */
    public static String of(Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            return "";
        }
    }

    /** Of the key that a certificate is for, which another certificate for it has too. */
    public static String ofKey(Certificate certificate) {
        return of(certificate.getPublicKey().getEncoded());
    }

    /** Of the key in the first certificate of a text. */
    public static String ofKeyPem(String pem) throws IOException {
        return ofKey(first(pem));
    }

    private static String of(byte[] encoded) {
        try {
            return FORM.formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }

    /** Of the first certificate in a file. */
    public static String of(Path pem) throws IOException {
        return ofPem(Files.readString(pem));
    }

    /** Of the first certificate in a text. */
    public static String ofPem(String pem) throws IOException {
        return of(first(pem));
    }

    private static Certificate first(String pem) throws IOException {
        try (InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException e) {
            throw new IOException("this is no certificate", e);
        }
    }
}
