package io.coppice.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** RSA keys as PEM text. */
public final class PublicKeys {
    private PublicKeys() {}

    /** @throws IllegalArgumentException if it is no RSA public key */
    public static PublicKey rsa(String pem) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no RSA public key", e);
        }
    }

    /** @throws IllegalArgumentException if it is no RSA private key */
    public static PrivateKey rsaPrivate(String pem) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no RSA private key", e);
        }
    }

    public static String pem(PublicKey key) {
        return wrap("PUBLIC KEY", key.getEncoded());
    }

    public static String pem(PrivateKey key) {
        return wrap("PRIVATE KEY", key.getEncoded());
    }

    private static String wrap(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static byte[] bytes(String pem) {
        // what stands around the key may be a remark
        return Base64.getMimeDecoder()
                .decode(pem.replaceAll("(?s)^.*-----BEGIN [A-Z ]+-----|-----END [A-Z ]+-----.*$", ""));
    }
}
