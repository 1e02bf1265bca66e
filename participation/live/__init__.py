"""The socket: audiences, paced sending, resync. It knows no vote and no idea."""
