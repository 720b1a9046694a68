package io.coppice.auth.pam;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * The helper's main class: reads service, user and password from standard input, one question after the other, and
 * answers each with one byte, 1 for right. It ends with its input.
 */
public final class PamHelper {
    private PamHelper() {}

    public static void main(String[] none) throws IOException {
        Libpam pam = new Libpam();
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        while (true) {
            String service;
            try {
                service = in.readUTF();
            } catch (EOFException end) {
                return;
            }
            boolean right = pam.verify(service, in.readUTF(), in.readUTF());
            out.writeByte(right ? 1 : 0);
            out.flush();
        }
    }
}
